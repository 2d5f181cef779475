import { createHash } from 'node:crypto';
import { type BodyOf, contactReceived, normalizeEmail, type sendContactMessage } from '@studynotion/contracts';
import {
  announce,
  type Clock,
  indexOutbox,
  type OutboxEntry,
  outboxField,
  unlessTaken,
} from '@studynotion/service-kit';
import { type Connection, type Model, Schema } from 'mongoose';

export type ContactMessage = BodyOf<typeof sendContactMessage>;

export interface ContactMessageDocument extends ContactMessage {
  /** Made from the message and its day: sent twice, by a double click or a retry, it is one. */
  readonly _id: string;
  readonly emailKey: string;
  readonly receivedAt: Date;
  /** It is in the owner's mailbox by then. */
  readonly expiresAt: Date;
  readonly outbox?: readonly OutboxEntry[];
}

const KEPT_MILLISECONDS = 30 * 24 * 3600 * 1000;

const schema = new Schema<ContactMessageDocument>(
  {
    _id: { type: String, required: true },
    firstName: { type: String, required: true },
    lastName: { type: String },
    email: { type: String, required: true },
    emailKey: { type: String, required: true },
    phone: { type: String },
    message: { type: String, required: true },
    receivedAt: { type: Date, required: true },
    expiresAt: { type: Date, required: true },
    outbox: outboxField,
  },
  { collection: 'contact_messages', versionKey: false },
);
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });
schema.index({ emailKey: 1 });
indexOutbox(schema);

export function contactMessageModel(database: Connection): Model<ContactMessageDocument> {
  return database.model<ContactMessageDocument>('ContactMessage', schema);
}

export interface ContactMessagesOptions {
  readonly model: Model<ContactMessageDocument>;
  readonly outbox: { wake(): void };
  readonly clock: Clock;
}

/** What people wrote to those who run the platform. */
export class ContactMessages {
  readonly #model: Model<ContactMessageDocument>;
  readonly #outbox: ContactMessagesOptions['outbox'];
  readonly #clock: Clock;

  constructor({ model, outbox, clock }: ContactMessagesOptions) {
    this.#model = model;
    this.#outbox = outbox;
    this.#clock = clock;
  }

  async keep(message: ContactMessage): Promise<void> {
    const receivedAt = this.#clock.now();
    const id = idOf(message, receivedAt);
    const event = announce(contactReceived, { aggregateId: id, version: 1 }, receivedAt);
    const created = await unlessTaken(() =>
      this.#model.create({
        _id: id,
        ...message,
        emailKey: normalizeEmail(message.email),
        receivedAt,
        expiresAt: new Date(receivedAt.getTime() + KEPT_MILLISECONDS),
        outbox: [event],
      }),
    );
    if (created !== undefined) this.#outbox.wake();
  }

  /** @returns undefined where it was erased meanwhile */
  async find(id: string): Promise<ContactMessage | undefined> {
    const fields = { firstName: 1, lastName: 1, email: 1, phone: 1, message: 1 };
    return (await this.#model.findOne({ _id: id }, fields).lean()) ?? undefined;
  }

  /** @param until what came from the address later is somebody else's */
  async erase(email: string, until: Date): Promise<void> {
    await this.#model.deleteMany({ emailKey: normalizeEmail(email), receivedAt: { $lte: until } });
  }
}

function idOf({ firstName, lastName, email, phone, message }: ContactMessage, receivedAt: Date): string {
  const day = receivedAt.toISOString().slice(0, 10);
  return createHash('sha256')
    .update(JSON.stringify([day, firstName, lastName, normalizeEmail(email), phone, message]))
    .digest('hex')
    .slice(0, 24);
}
