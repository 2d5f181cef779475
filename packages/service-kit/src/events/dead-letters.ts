import { type Connection, type Model, Schema } from 'mongoose';
import { unlessTaken } from '../data/contention.ts';
import type { Metrics } from '../observability/metrics.ts';

export interface DeadLetter {
  readonly _id: string;
  readonly eventId: string;
  readonly topic: string;
  readonly reason: string;
  readonly data: unknown;
  readonly receivedAt: Date;
}

/** What an operator sees of a dead letter; never its data, which may be somebody's secret. */
export type DeadLetterSummary = Omit<DeadLetter, 'data'>;

const schema = new Schema<DeadLetter>(
  {
    _id: { type: String, required: true },
    eventId: { type: String, required: true },
    topic: { type: String, required: true },
    reason: { type: String, required: true },
    data: { type: Schema.Types.Mixed },
    receivedAt: { type: Date, required: true },
  },
  { collection: 'dead_letters', versionKey: false },
);

/** Events that an app could not handle, kept in its own database until somebody replays or drops them. */
export class DeadLetters {
  readonly #model: Model<DeadLetter>;
  readonly #metrics: Metrics;

  constructor(connection: Connection, metrics: Metrics) {
    this.#model = connection.model<DeadLetter>('DeadLetter', schema);
    this.#metrics = metrics;
  }

  /** Keeps a letter; the same event again changes nothing. */
  async keep(letter: Omit<DeadLetter, '_id'>): Promise<void> {
    await unlessTaken(() => this.#model.create({ _id: `${letter.topic}:${letter.eventId}`, ...letter }));
    await this.#count(letter.topic);
  }

  async list(limit = 100): Promise<DeadLetterSummary[]> {
    return this.#model.find({}, { data: 0 }).sort({ receivedAt: 1 }).limit(limit).lean();
  }

  async get(id: string): Promise<DeadLetter | undefined> {
    return (await this.#model.findById(id).lean()) ?? undefined;
  }

  async remove({ _id, topic }: DeadLetterSummary): Promise<void> {
    await this.#model.deleteOne({ _id });
    await this.#count(topic);
  }

  async #count(topic: string): Promise<void> {
    this.#metrics.deadLetters.set({ topic }, await this.#model.countDocuments({ topic }));
  }
}
