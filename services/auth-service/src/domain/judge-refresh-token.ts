import type { Session } from './session.ts';

/**
 * What to do with a token of this session:
 * - `rotate`: it is the newest one, give its successor
 * - `keep`: it is the newest one and only just made, give it again
 * - `repeat`: it was replaced a moment ago (a reload, a second tab), give the same successor again
 * - `reused`: it was replaced long ago, so somebody kept a copy
 */
export type Verdict = 'rotate' | 'keep' | 'repeat' | 'reused';

/**
 * Because a token younger than the grace time is kept, at most one rotation falls into it, and a request that was
 * under way meanwhile never shows anything older than the predecessor.
 */
export function judgeRefreshToken(
  { tokenHash, previousTokenHash, rotatedAt }: Pick<Session, 'tokenHash' | 'previousTokenHash' | 'rotatedAt'>,
  shownHash: string,
  now: Date,
  graceSeconds: number,
): Verdict {
  const justRotated = rotatedAt !== undefined && now.getTime() - rotatedAt.getTime() < graceSeconds * 1000;
  if (shownHash === tokenHash) return justRotated ? 'keep' : 'rotate';
  return justRotated && shownHash === previousTokenHash ? 'repeat' : 'reused';
}
