import type { EventData, EventDefinition } from '@studynotion/contracts';

/** Facts about a delivery besides its data. */
export interface Delivery {
  /** Made by the producer; the same for every repetition. */
  readonly eventId: string;
}

export interface Subscriber {
  readonly event: EventDefinition;
  readonly handle: (data: unknown, delivery: Delivery) => Promise<void>;
}

/**
 * Binds an event to what a service does about it. It may run twice, at the same time, and out of order:
 * apply only what is newer (`applyIfNewer`), or key the effect by `eventId`.
 * Throwing has the delivery repeated, and in the end kept as a dead letter.
 */
export function subscriber<Event extends EventDefinition>(
  event: Event,
  handle: (data: EventData<Event>, delivery: Delivery) => Promise<void>,
): Subscriber {
  return { event, handle: handle as Subscriber['handle'] };
}
