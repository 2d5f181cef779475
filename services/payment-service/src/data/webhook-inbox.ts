import { CLAIM_SECONDS, unlessTaken } from '@studynotion/service-kit';
import { type Connection, type Model, Schema } from 'mongoose';

interface DeliveryDocument {
  /** Value of x-razorpay-event-id: the same for every repetition. */
  readonly _id: string;
  readonly event: string;
  /** The bytes as they came; a signature was made over them. */
  readonly body: string;
  readonly state: 'pending' | 'applied' | 'ignored' | 'failed';
  readonly receivedAt: Date;
  readonly tries: number;
  /** When it is tried next; absent once it is finished. */
  readonly nextTryAt?: Date;
  readonly finishedAt?: Date;
  /** Of ours, where it is about one. */
  readonly orderId?: string;
}

/** What is left of a body whose person is not to be known any more. */
export const FORGOTTEN = '{}';

export type DeliveryOutcome = Pick<DeliveryDocument, 'orderId'> & {
  readonly body?: typeof FORGOTTEN;
  readonly state: Exclude<DeliveryDocument['state'], 'pending'>;
};

export interface WebhookDelivery {
  readonly id: string;
  readonly event: string;
  readonly body: string;
  /** Which try this is, from 1. */
  readonly tries: number;
}

/** They hold personal data and serve as evidence in a dispute; after this time nobody needs them. */
const KEPT_SECONDS = 120 * 24 * 3600;

const text = { type: String, required: true } as const;

const schema = new Schema<DeliveryDocument>(
  {
    _id: text,
    event: text,
    body: text,
    state: text,
    receivedAt: { type: Date, required: true },
    tries: { type: Number, required: true },
    nextTryAt: { type: Date },
    finishedAt: { type: Date },
    orderId: { type: String },
  },
  { collection: 'webhook_deliveries', versionKey: false },
);
schema.index({ nextTryAt: 1 }, { sparse: true });
schema.index({ orderId: 1 }, { sparse: true });
schema.index({ receivedAt: 1 }, { expireAfterSeconds: KEPT_SECONDS });

/** Deliveries from Razorpay: stored before they are answered, worked off afterwards. */
export class WebhookInbox {
  readonly #model: Model<DeliveryDocument>;

  constructor(connection: Connection) {
    this.#model = connection.model<DeliveryDocument>('WebhookDelivery', schema);
  }

  /** @returns whether it is new; a repetition changes nothing */
  async keep({ id, event, body }: Omit<WebhookDelivery, 'tries'>, receivedAt: Date): Promise<boolean> {
    const delivery = {
      _id: id,
      event,
      body,
      state: 'pending' as const,
      receivedAt,
      tries: 0,
      nextTryAt: receivedAt,
    };
    return (await unlessTaken(() => this.#model.create(delivery))) !== undefined;
  }

  /** Takes one that is due. If the claim is not renewed, somebody else may soon. */
  async claim(now: Date): Promise<WebhookDelivery | undefined> {
    const claimed = await this.#model
      .findOneAndUpdate(
        { nextTryAt: { $lte: now } },
        { $set: { nextTryAt: claimEnd(now) }, $inc: { tries: 1 } },
        { sort: { nextTryAt: 1 }, returnDocument: 'after' },
      )
      .lean<DeliveryDocument>();
    if (claimed === null) return undefined;
    const { _id, event, body, tries } = claimed;
    return { id: _id, event, body, tries };
  }

  /** Keeps a claim from running out. One that others took over is theirs. */
  async renew({ id, tries }: WebhookDelivery, now: Date): Promise<void> {
    await this.#model.updateOne({ _id: id, state: 'pending', tries }, { $set: { nextTryAt: claimEnd(now) } });
  }

  async finish(id: string, outcome: DeliveryOutcome, finishedAt: Date): Promise<void> {
    await this.#model.updateOne({ _id: id }, { $set: { ...outcome, finishedAt }, $unset: { nextTryAt: 1 } });
  }

  /** Forgets what finished deliveries about these orders told; payments carry an address and a telephone number. */
  async forget(orderIds: readonly string[]): Promise<void> {
    await this.#model.updateMany({ orderId: { $in: orderIds } }, { $set: { body: FORGOTTEN } });
  }

  async postpone(id: string, nextTryAt: Date): Promise<void> {
    await this.#model.updateOne({ _id: id, state: 'pending' }, { $set: { nextTryAt } });
  }
}

function claimEnd(now: Date): Date {
  return new Date(now.getTime() + CLAIM_SECONDS * 1000);
}
