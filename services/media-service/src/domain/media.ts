import type { Id, MediaKind, MediaState } from '@studynotion/contracts';

/** A picture or video: what was announced, and what was found out about its bytes. */
export interface Media {
  readonly id: Id;
  readonly version: number;
  readonly ownerId: Id;
  readonly kind: MediaKind;
  readonly state: MediaState;
  readonly fileName: string;
  /** In bytes, as announced; what arrives must have it. */
  readonly size: number;
  readonly createdAt: Date;
  /** Until when bytes may come: the signature is good for no longer. */
  readonly uploadUntil: Date;
  /** How often somebody said that the bytes are there. */
  readonly tellings: number;
  /** Why it failed, in words for its owner. */
  readonly reason?: string;
  /** The provider's name of what it is, e.g. `mp4`. */
  readonly format?: string;
  readonly durationSeconds?: number;
  readonly imageUrl?: string;
}

/** What the bytes turned out to be. */
export interface Findings {
  readonly format: string;
  readonly durationSeconds?: number;
}

/** What happens to media. */
export type MediaOccurrence = 'told' | 'fit' | 'unfit' | 'missing' | 'overdue' | 'deleted';

/** The states and what leads from one to the next; what is not here changes nothing. */
const transitions: Readonly<Record<MediaState, Partial<Record<MediaOccurrence, MediaState>>>> = {
  'awaiting-upload': { told: 'checking', deleted: 'deleted' },
  checking: {
    told: 'checking',
    fit: 'ready',
    unfit: 'failed',
    missing: 'awaiting-upload',
    overdue: 'failed',
    deleted: 'deleted',
  },
  ready: { deleted: 'deleted' },
  failed: { deleted: 'deleted' },
  deleted: {},
};

/** The state after an occurrence; undefined where it does not concern this state. */
export function nextState(state: MediaState, occurrence: MediaOccurrence): MediaState | undefined {
  return transitions[state][occurrence];
}

/** Bytes that do not come within this time will not come; media that nobody uses for this long goes. In seconds. */
export const PATIENCE_SECONDS = 24 * 3600;

export function isOverdue({ createdAt }: Media, now: Date): boolean {
  return now.getTime() - createdAt.getTime() >= PATIENCE_SECONDS * 1000;
}
