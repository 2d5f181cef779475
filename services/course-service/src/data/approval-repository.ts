import type { Id } from '@studynotion/contracts';
import { applyIfNewer } from '@studynotion/service-kit';
import { type Connection, type Model, Schema } from 'mongoose';

interface ApprovalDocument {
  readonly _id: string;
  /** Of the account. */
  readonly version: number;
  readonly approved: boolean;
}

const schema = new Schema<ApprovalDocument>(
  {
    _id: { type: String, required: true },
    version: { type: Number, required: true },
    approved: { type: Boolean, required: true },
  },
  { collection: 'approvals', versionKey: false },
);

/** Who may publish, as administrators decided it; an access token lags behind for minutes. */
export class ApprovalRepository {
  readonly #model: Model<ApprovalDocument>;

  constructor(connection: Connection) {
    this.#model = connection.model<ApprovalDocument>('Approval', schema);
  }

  /** Takes a decision over if it is newer than what is known. */
  async learn(accountId: Id, version: number, approved: boolean): Promise<void> {
    await applyIfNewer(this.#model, accountId, version, { approved });
  }

  async erase(accountId: Id): Promise<void> {
    await this.#model.deleteOne({ _id: accountId });
  }

  /** @returns undefined where nobody told yet */
  async isApproved(accountId: Id): Promise<boolean | undefined> {
    return (await this.#model.findOne({ _id: accountId }, 'approved').lean<ApprovalDocument>())?.approved;
  }
}
