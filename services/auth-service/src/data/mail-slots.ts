import { normalizeEmail } from '@studynotion/contracts';
import type { Clock } from '@studynotion/service-kit';
import type { SecretHash } from '../domain/secret-hash.ts';
import type { SharedState } from './shared-state.ts';

/** Whether a mail may go out now. */
export type Slot =
  | {
      readonly granted: true /** Gives the slot back: the mail did not go out. */;
      readonly release: () => Promise<void>;
    }
  | { readonly granted: false; readonly reason: 'pause' | 'hour'; readonly retryAfterSeconds: number };

/** Times of the mails of the last hour, in milliseconds since 1970. */
interface SentMails {
  readonly sentAt: readonly number[];
}

/** Least pause between two mails of one kind to one address. */
export const MAIL_PAUSE_SECONDS = 60;
const MAILS_PER_HOUR = 5;
const HOUR_SECONDS = 3600;

/** Keeps anybody from filling somebody's inbox with our mails, whoever asks and from wherever. */
export class MailSlots {
  readonly #state: SharedState;
  readonly #hash: SecretHash;
  readonly #clock: Clock;

  constructor({ state, hash, clock }: { state: SharedState; hash: SecretHash; clock: Clock }) {
    this.#state = state;
    this.#hash = hash;
    this.#clock = clock;
  }

  async take(kind: 'otp' | 'password-reset', email: string): Promise<Slot> {
    const key = `mails-${kind}-${this.#hash.of('mails', normalizeEmail(email))}`;
    const now = this.#clock.now().getTime();
    return this.#state.change<SentMails, Slot>(key, (present) => {
      const sentAt = (present?.sentAt ?? []).filter((time) => time > now - HOUR_SECONDS * 1000);
      const [oldest, newest] = [sentAt.at(0), sentAt.at(-1)];
      const secondsSince = (time: number) => (now - time) / 1000;
      if (newest !== undefined && secondsSince(newest) < MAIL_PAUSE_SECONDS)
        return { result: refusal('pause', MAIL_PAUSE_SECONDS - secondsSince(newest)) };
      if (oldest !== undefined && sentAt.length >= MAILS_PER_HOUR)
        return { result: refusal('hour', HOUR_SECONDS - secondsSince(oldest)) };
      return {
        result: { granted: true, release: () => this.#release(key, now) },
        write: { value: { sentAt: [...sentAt, now] }, timeToLiveSeconds: HOUR_SECONDS },
      };
    });
  }

  async #release(key: string, time: number): Promise<void> {
    await this.#state.change<SentMails, void>(key, (present) => ({
      result: undefined,
      write: {
        value: { sentAt: (present?.sentAt ?? []).filter((sentAt) => sentAt !== time) },
        timeToLiveSeconds: HOUR_SECONDS,
      },
    }));
  }
}

function refusal(reason: 'pause' | 'hour', seconds: number): Slot {
  return { granted: false, reason, retryAfterSeconds: Math.max(1, Math.ceil(seconds)) };
}
