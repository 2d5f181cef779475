import type { Id } from '@studynotion/contracts';
import { applyIfNewer, TOMBSTONE_VERSION } from '@studynotion/service-kit';
import { type Connection, type Model, Schema } from 'mongoose';

/** What one course or profile shows. */
interface UseDocument {
  /** `course:<courseId>` or `profile:<accountId>`. */
  readonly _id: string;
  readonly version: number;
  readonly mediaIds: readonly string[];
}

const schema = new Schema<UseDocument>(
  {
    _id: { type: String, required: true },
    version: { type: Number, required: true },
    mediaIds: { type: [String], required: true, index: true },
  },
  { collection: 'media_uses', versionKey: false },
);

export type UserKind = 'course' | 'profile';

/** Where media is used, from the events of those who use it. */
export class MediaUses {
  readonly #model: Model<UseDocument>;

  constructor(connection: Connection) {
    this.#model = connection.model<UseDocument>('MediaUse', schema);
  }

  /** Takes over what somebody uses now if it is newer than what is known. @returns what it used before and no longer does */
  async learn(kind: UserKind, id: Id, version: number, mediaIds: readonly Id[]): Promise<readonly Id[]> {
    const _id = `${kind}:${id}`;
    const before = await this.#model.findOne({ _id }, 'mediaIds').lean<UseDocument>();
    const wasNewer = await applyIfNewer(this.#model, _id, version, { mediaIds: [...mediaIds] });
    return wasNewer ? (before?.mediaIds ?? []).filter((mediaId) => !mediaIds.includes(mediaId)) : [];
  }

  /** A profile shows nothing any more, whatever late news says. */
  async forgetProfile(accountId: Id): Promise<void> {
    await this.learn('profile', accountId, TOMBSTONE_VERSION, []);
  }

  async isUsed(mediaId: Id): Promise<boolean> {
    return (await this.#model.exists({ mediaIds: mediaId })) !== null;
  }
}
