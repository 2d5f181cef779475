import { createHash } from 'node:crypto';
import {
  ApiError,
  type KubernetesApi,
  type KubernetesObject,
  type StoredObject,
} from '../kubernetes/kubernetes-api.ts';
import type { Condition, StudyNotionStatus } from '../resource/study-notion.ts';

/** Conditions for which False is the good news. */
const BAD_WHEN_TRUE = ['Degraded'];
/** Neither is news of its own. */
const NEUTRAL = ['Progressing'];

/**
 * Events for the conditions whose status or reason is another one now. They are told after the status was written: if the
 * operator dies between, an event is lost, never told twice.
 */
export function eventsOf(
  resource: StoredObject,
  previous: StudyNotionStatus | undefined,
  next: StudyNotionStatus,
  now: Date,
): readonly KubernetesObject[] {
  return (next.conditions ?? [])
    .filter((condition) => {
      const before = previous?.conditions?.find(({ type }) => type === condition.type);
      return before?.status !== condition.status || before.reason !== condition.reason;
    })
    .filter(({ type, status }) => !(NEUTRAL.includes(type) && status === 'False'))
    .map((condition) => eventOf(resource, condition, now));
}

function eventOf(resource: StoredObject, { type, status, reason, message }: Condition, now: Date): KubernetesObject {
  const { name, namespace, uid, resourceVersion } = resource.metadata;
  const id = createHash('sha256')
    .update([uid, type, status, reason, now.toISOString()].join(' '))
    .digest('hex')
    .slice(0, 16);
  const isBad = status === (BAD_WHEN_TRUE.includes(type) ? 'True' : 'False') && !NEUTRAL.includes(type);
  const time = `${now.toISOString().slice(0, 19)}Z`;
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${name}.${id}`, namespace },
    involvedObject: { apiVersion: resource.apiVersion, kind: resource.kind, name, namespace, uid, resourceVersion },
    type: isBad && reason !== 'Progressing' && reason !== 'Waiting' ? 'Warning' : 'Normal',
    reason: `${type}${reason}`,
    message,
    source: { component: 'studynotion-operator' },
    reportingComponent: 'studynotion-operator',
    reportingInstance: '',
    firstTimestamp: time,
    lastTimestamp: time,
    count: 1,
  };
}

/** Nothing waits for events, and nothing fails for want of one. */
export async function tellEvents(
  api: KubernetesApi,
  events: readonly KubernetesObject[],
  onFailure: (error: unknown) => void,
): Promise<void> {
  for (const event of events)
    await api.create(event).catch((error: unknown) => {
      if (!(error instanceof ApiError && error.reason === 'AlreadyExists')) onFailure(error);
    });
}
