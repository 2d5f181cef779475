import { z } from 'zod';
import type { AppId } from './apps.ts';
import { Version } from './primitives.ts';

export interface EventDefinition<Data extends z.ZodType = z.ZodType> {
  /** CloudEvents type and, at the same time, the topic: `studynotion.<aggregate>.<what happened>.v<n>`. */
  readonly type: `studynotion.${string}.v${number}`;
  /** The only app that publishes it. */
  readonly producer: AppId;
  readonly data: Data;
  /** How long the message is of use, in seconds; afterwards the broker drops it. @default unlimited */
  readonly timeToLiveSeconds?: number;
  /** Its data tell who somebody is, or what they wrote: they are sealed wherever the broker keeps them. @default false */
  readonly isPersonal?: true;
}

export type EventData<Event extends EventDefinition> = z.output<Event['data']>;

/** The fields of every event about an aggregate: whose, and which state. A consumer applies only what is newer. */
export const aggregateFields = { aggregateId: z.string().min(1).max(60), version: Version };

export function event<Data extends z.ZodType>(definition: EventDefinition<Data>): EventDefinition<Data> {
  return definition;
}

/** The CloudEvents envelope as daprd delivers it (fields that nobody reads are let through). */
export const Envelope = z.looseObject({
  specversion: z.literal('1.0'),
  id: z.string().min(1).max(200),
  type: z.string(),
  source: z.string(),
  time: z.string().optional(),
  traceparent: z.string().optional(),
  data: z.unknown(),
});
export type Envelope = z.infer<typeof Envelope>;
