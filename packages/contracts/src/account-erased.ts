import { z } from 'zod';
import type { AppId } from './apps.ts';
import { aggregateFields, event } from './event.ts';
import { Instant } from './primitives.ts';

/**
 * A service's receipt: it holds nothing of a person any more; `aggregateId` is the account, `version` is 1.
 * An event has one producer, so each service has a type of its own.
 */
export function accountErasedEvent(area: string, producer: AppId) {
  return event({
    type: `studynotion.${area}.account-erased.v1`,
    producer,
    data: z.strictObject({ ...aggregateFields, erasedAt: Instant }),
  });
}
