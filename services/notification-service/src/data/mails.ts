import { type Clock, unlessTaken } from '@studynotion/service-kit';
import type { Model } from 'mongoose';
import { type Mail, mailKey } from '../domain/mail.ts';
import type { MailDocument, MailState } from './mail-model.ts';

/** The right to send a mail, held by one delivery at a time. */
export interface Claim {
  readonly id: string;
  /** Number of this attempt; only who holds the latest may go on. */
  readonly attempt: number;
  /** Whether an earlier attempt got so far that the server may have the mail. */
  readonly mayBeSent: boolean;
}

/** Somebody else took over, because this attempt took too long. */
export class ClaimLostError extends Error {
  override readonly name = 'ClaimLostError';
}

/** Longer than any sending takes (the mailer gives up after 25 s), so that only a crash leaves a claim to others. */
const CLAIM_MILLISECONDS = 30_000;
const LONGEST_TEXT = 500;

/** The mail log, which at the same time decides who may send a mail. */
export class Mails {
  readonly #model: Model<MailDocument>;
  readonly #clock: Clock;

  constructor({ model, clock }: { readonly model: Model<MailDocument>; readonly clock: Clock }) {
    this.#model = model;
    this.#clock = clock;
  }

  /** @returns `done` where there is nothing left to do, `busy` while another delivery is at it */
  async claim(mail: Mail, messageId: string): Promise<Claim | 'done' | 'busy'> {
    return (await this.#claimNew(mail, messageId)) ?? (await this.#claimAgain(mailKey(mail)));
  }

  /**
   * Notes that from now on the server may have the mail.
   * @throws ClaimLostError where the claim is no longer ours; then nothing must be sent
   */
  async beginContent({ id, attempt }: Claim): Promise<void> {
    const { matchedCount } = await this.#model.updateOne(
      { _id: id, state: 'sending', attempts: attempt },
      { $set: { contentBegunAt: this.#clock.now() } },
    );
    if (matchedCount === 0) throw new ClaimLostError('another delivery took the mail over');
  }

  /** Ends a mail for good. That it was sent is true whoever holds the claim by now. */
  async settle(
    { id, attempt }: Claim,
    state: Extract<MailState, 'sent' | 'suppressed' | 'unknown'>,
    { lastError, response }: { readonly lastError?: string; readonly response?: string },
  ): Promise<void> {
    const mine = state === 'sent' ? {} : { state: 'sending' as const, attempts: attempt };
    await this.#model.updateOne(
      { _id: id, ...mine },
      {
        $set: {
          state,
          ...(state === 'sent' ? { sentAt: this.#clock.now() } : {}),
          ...(lastError === undefined ? {} : { lastError: lastError.slice(0, LONGEST_TEXT) }),
          ...(response === undefined ? {} : { response: response.slice(0, LONGEST_TEXT) }),
        },
        $unset: { lockedUntil: 1 },
      },
    );
  }

  /** Leaves a mail to the next delivery. */
  async release({ id, attempt }: Claim, lastError: string): Promise<void> {
    await this.#model.updateOne(
      { _id: id, state: 'sending', attempts: attempt },
      {
        $set: { state: 'failed', lastError: lastError.slice(0, LONGEST_TEXT) },
        $unset: { lockedUntil: 1, contentBegunAt: 1 },
      },
    );
  }

  async #claimNew(mail: Mail, messageId: string): Promise<Claim | undefined> {
    const id = mailKey(mail);
    const created = await unlessTaken(() =>
      this.#model.create({
        _id: id,
        template: mail.template,
        to: mail.to,
        messageId,
        state: 'sending',
        attempts: 1,
        lockedUntil: this.#claimEnd(),
        createdAt: this.#clock.now(),
      }),
    );
    return created === undefined ? undefined : { id, attempt: 1, mayBeSent: false };
  }

  async #claimAgain(id: string): Promise<Claim | 'done' | 'busy'> {
    const before = await this.#model
      .findOneAndUpdate(
        { _id: id, $or: [{ state: 'failed' }, { state: 'sending', lockedUntil: { $lte: this.#clock.now() } }] },
        { $set: { state: 'sending', lockedUntil: this.#claimEnd() }, $inc: { attempts: 1 } },
        { returnDocument: 'before', projection: { attempts: 1, contentBegunAt: 1 } },
      )
      .lean();
    if (before !== null) return { id, attempt: before.attempts + 1, mayBeSent: before.contentBegunAt !== undefined };

    const present = await this.#model.findOne({ _id: id }, { state: 1 }).lean();
    return present?.state === 'sending' || present?.state === 'failed' ? 'busy' : 'done';
  }

  #claimEnd(): Date {
    return new Date(this.#clock.now().getTime() + CLAIM_MILLISECONDS);
  }
}
