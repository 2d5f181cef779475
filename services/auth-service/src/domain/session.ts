import type { Account } from './account.ts';

/** A browser that is logged in. */
export interface Session {
  readonly id: string;
  readonly accountId: string;
  readonly tokenHash: string;
  readonly previousTokenHash?: string;
  readonly rotatedAt?: Date;
  /** Of the account when the session was opened, or made to go on by its owner. */
  readonly passwordVersion: number;
  readonly openedAt: Date;
  /** When it ends by itself unless it is used. */
  readonly endsAt: Date;
}

/** A session opened or continued, on its way to the browser. */
export interface SessionForBrowser {
  readonly account: Account;
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly endsAt: Date;
}

const DAY = 24 * 3600 * 1000;
const LONGEST_LIFE = 30 * DAY;
const LONGEST_IDLE = 14 * DAY;

/** A session ends 14 days after its last use, and 30 days after it was opened at the latest. */
export function endOfSession(openedAt: Date, usedAt: Date): Date {
  return new Date(Math.min(openedAt.getTime() + LONGEST_LIFE, usedAt.getTime() + LONGEST_IDLE));
}
