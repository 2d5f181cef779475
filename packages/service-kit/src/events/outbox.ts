import { randomUUID } from 'node:crypto';
import type { EventData, EventDefinition } from '@studynotion/contracts';
import type { Model } from 'mongoose';
import { Schema } from 'mongoose';
import type { Clock } from '../clock.ts';
import type { FaultPoint } from '../fault-points.ts';
import type { Logger } from '../observability/logger.ts';
import type { Metrics } from '../observability/metrics.ts';
import { traceparent } from '../observability/trace.ts';
import { type Sidecar, SidecarError } from '../sidecar/sidecar.ts';

/** An event that waits in its aggregate's document until the broker has it. */
export interface OutboxEntry {
  readonly id: string;
  readonly type: string;
  /** Absent where the relay reads the document's present state when it publishes. */
  readonly data?: unknown;
  readonly occurredAt: Date;
  readonly traceparent?: string;
}

/** A document whose writes carry events. */
export interface WithOutbox {
  readonly _id: string;
  readonly outbox?: readonly OutboxEntry[];
}

/** Mongoose field of the outbox. Reads never select it; it is absent, not empty, where nothing is pending. */
export const outboxField = {
  type: [
    new Schema<OutboxEntry>(
      {
        id: { type: String, required: true },
        type: { type: String, required: true },
        data: { type: Schema.Types.Mixed },
        occurredAt: { type: Date, required: true },
        traceparent: { type: String },
      },
      { _id: false },
    ),
  ],
  default: undefined,
  select: false,
} as const;

/** The sparse index that finds pending entries. */
export function indexOutbox(schema: { index(fields: Record<string, 1>, options: { sparse: true }): unknown }): void {
  schema.index({ 'outbox.id': 1 }, { sparse: true });
}

/** An entry that holds the new state; for a compare-and-set write. */
export function announce<Event extends EventDefinition>(
  event: Event,
  data: EventData<Event>,
  occurredAt: Date,
): OutboxEntry {
  return { id: randomUUID(), type: event.type, data: event.data.parse(data), occurredAt, traceparent: traceparent() };
}

/** An entry whose data the relay reads from the document when it publishes; for writes with atomic operators. */
export function announceLater(event: EventDefinition, occurredAt: Date): OutboxEntry {
  return { id: randomUUID(), type: event.type, occurredAt, traceparent: traceparent() };
}

/** An event type of an outbox, and how its data are made from the present document for entries without data. */
export interface OutboxEvent<Document> {
  readonly event: EventDefinition;
  readonly describe?: (document: Document) => unknown;
}

export interface OutboxOptions<Document> {
  readonly model: Model<Document>;
  readonly events: readonly OutboxEvent<Document>[];
  readonly sidecar: Sidecar;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly faultPoint: FaultPoint;
}

const BATCH = 50;

/**
 * Publishes the entries of one collection: right after a write (`wake`), and by a sweeper (`relay` in a job) what a crash
 * or a broker outage left. An entry is pulled only after the broker has it, so it may be published twice, never lost.
 */
export class Outbox<Document extends WithOutbox> {
  readonly #options: OutboxOptions<Document>;
  #running: Promise<void> | undefined;
  #again = false;

  constructor(options: OutboxOptions<Document>) {
    this.#options = options;
  }

  get name(): string {
    return this.#options.model.collection.name;
  }

  /** Call after a write; returns at once. */
  wake(): void {
    this.relay().catch((error: unknown) =>
      this.#options.logger.warn({ error }, `events of ${this.name} could not be published; they wait for the sweeper`),
    );
  }

  /** Publishes all that is pending; one pass at a time in this process. @throws what the sidecar or the database throws */
  async relay(): Promise<void> {
    if (this.#running !== undefined) {
      this.#again = true;
      return this.#running;
    }
    this.#running = this.#passes();
    return this.#running;
  }

  /** Waits for the pass at hand, if any. */
  async settle(): Promise<void> {
    await this.#running?.catch(() => {}); // its failure was told to whoever began it
  }

  /** Counts what is pending, for the metrics. */
  async measure(): Promise<number> {
    const pending = await this.#options.model.countDocuments({ 'outbox.id': { $exists: true } } as Record<
      string,
      unknown
    >);
    this.#options.metrics.outboxPending.set({ collection: this.name }, pending);
    return pending;
  }

  async #passes(): Promise<void> {
    try {
      do {
        this.#again = false;
        await this.#pass();
      } while (this.#again);
    } finally {
      this.#running = undefined; // in the same breath as the last look at #again, so that no wake falls between
    }
  }

  /** One whose entry cannot be published at all does not hold up the others; a broker that refuses ends the pass. */
  async #pass(): Promise<void> {
    const stuck = new Map<string, unknown>();
    for (;;) {
      const documents = await this.#pending([...stuck.keys()]);
      for (const document of documents) {
        try {
          await this.#empty(document);
        } catch (error) {
          if (error instanceof SidecarError) throw error;
          stuck.set(document._id, error);
        }
      }
      if (documents.length < BATCH) break;
    }
    if (stuck.size > 0) throw new AggregateError(stuck.values(), `documents of ${this.name} keep their events`);
  }

  async #pending(except: readonly string[]): Promise<Document[]> {
    const filter = { 'outbox.id': { $exists: true }, ...(except.length === 0 ? {} : { _id: { $nin: except } }) };
    return this.#options.model
      .find(filter as Record<string, unknown>)
      .select('+outbox')
      .limit(BATCH)
      .lean<Document[]>();
  }

  async #empty(document: Document): Promise<void> {
    const { faultPoint } = this.#options;
    for (const entry of document.outbox ?? []) {
      faultPoint(`outbox-before-publish.${this.name}`);
      await this.#publish(document, entry);
      faultPoint(`outbox-after-publish.${this.name}`);
      await this.#pull(document._id, entry.id);
    }
  }

  async #publish(document: Document, entry: OutboxEntry): Promise<void> {
    const { events, sidecar, metrics } = this.#options;
    const known = events.find(({ event }) => event.type === entry.type);
    if (known === undefined) throw new TypeError(`the outbox of ${this.name} does not know ${entry.type}`);
    const data = entry.data ?? known.describe?.(document);
    const outcome = (result: string) => metrics.eventsPublished.inc({ topic: entry.type, outcome: result });
    try {
      await sidecar.publish({
        id: entry.id,
        event: known.event,
        data: known.event.data.parse(data),
        occurredAt: entry.occurredAt,
        traceparent: entry.traceparent,
      });
      outcome('taken');
    } catch (error) {
      outcome('refused');
      throw error;
    }
  }

  /**
   * Takes an entry out without touching the version. The last one takes the field with it in the same write, so that the
   * index stays small and nobody who dies leaves an empty one.
   */
  async #pull(id: string, entryId: string): Promise<void> {
    const isOther = { $ne: ['$$entry.id', { $literal: entryId }] };
    const rest = { $filter: { input: '$outbox', as: 'entry', cond: isOther } };
    await this.#options.model.updateOne(
      { _id: id, 'outbox.id': entryId } as Record<string, unknown>,
      [{ $set: { outbox: { $cond: [{ $eq: [rest, []] }, '$$REMOVE', rest] } } }],
      { updatePipeline: true },
    );
  }
}
