import { type listMails, mailRepeatRequested, normalizeEmail, type QueryOf } from '@studynotion/contracts';
import {
  afterCursor,
  announce,
  CLAIM_SECONDS,
  type Clock,
  dateOfCursor,
  type Page,
  type PageRequest,
  toPage,
  unlessTaken,
} from '@studynotion/service-kit';
import type { Model } from 'mongoose';
import { type Mail, mailKey } from '../domain/mail.ts';
import { isSecret } from '../domain/mail-templates.ts';
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

export interface MailsOptions {
  readonly model: Model<MailDocument>;
  readonly outbox: { wake(): void };
  readonly clock: Clock;
}

export interface DeletedPerson {
  readonly accountId: string;
  readonly email: string;
  /** What went to the address later is somebody else's. */
  readonly deletedAt: Date;
  /** The last mail, which is younger than the deletion. */
  readonly lastMail: string;
}

const LONGEST_TEXT = 500;
const REPEATABLE: readonly MailState[] = ['unknown', 'suppressed'];
const NOT_ERASED = { erasedAt: { $exists: false } } as const;
const personalFields = {
  to: 1,
  replyTo: 1,
  addressKeys: 1,
  accountId: 1,
  values: 1,
  messageId: 1,
  // The server's words often quote the address.
  lastError: 1,
  response: 1,
} as const;

/** The mail log, which at the same time decides who may send a mail. */
export class Mails {
  readonly #model: Model<MailDocument>;
  readonly #outbox: MailsOptions['outbox'];
  readonly #clock: Clock;

  constructor({ model, outbox, clock }: MailsOptions) {
    this.#model = model;
    this.#outbox = outbox;
    this.#clock = clock;
  }

  /** @returns `done` where there is nothing left to do, `busy` while another delivery is at it */
  async claim(mail: Mail, messageId: string): Promise<Claim | 'done' | 'busy'> {
    return (await this.#claimNew(mail, messageId)) ?? (await this.#claimAgain(mail));
  }

  /** Keeps a claim from running out while its holder is at it. One that has run out belongs to whoever comes first. */
  async renew({ id, attempt }: Claim): Promise<void> {
    await this.#model.updateOne(
      { _id: id, state: 'sending', attempts: attempt, lockedUntil: { $gt: this.#clock.now() } },
      { $set: { lockedUntil: this.#claimEnd() } },
    );
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
    const isSent = state === 'sent';
    const mine = { _id: id, ...(isSent ? {} : { state: 'sending' as const, attempts: attempt }) };
    const end = { state, ...(isSent ? { sentAt: this.#clock.now() } : {}) };
    const texts = {
      ...(lastError === undefined ? {} : { lastError: lastError.slice(0, LONGEST_TEXT) }),
      ...(response === undefined ? {} : { response: response.slice(0, LONGEST_TEXT) }),
    };
    const { matchedCount } = await this.#model.updateOne(
      { ...mine, ...NOT_ERASED },
      { $set: { ...end, ...texts }, $unset: { lockedUntil: 1, ...(isSent ? { values: 1, replyTo: 1 } : {}) } },
    );
    if (matchedCount === 0) await this.#model.updateOne(mine, { $set: end, $unset: { lockedUntil: 1 } });
  }

  /** Leaves a mail to the next delivery. One whose person was erased meanwhile is given up. */
  async release({ id, attempt }: Claim, lastError: string): Promise<void> {
    const mine = { _id: id, state: 'sending' as const, attempts: attempt };
    const { matchedCount } = await this.#model.updateOne(
      { ...mine, ...NOT_ERASED },
      {
        $set: { state: 'failed', lastError: lastError.slice(0, LONGEST_TEXT) },
        $unset: { lockedUntil: 1, contentBegunAt: 1 },
      },
    );
    if (matchedCount === 0)
      await this.#model.updateOne(mine, { $set: { state: 'suppressed' }, $unset: { lockedUntil: 1 } });
  }

  /** Notes a mail that has nobody to go to. */
  async suppress({ template, subjectId }: Pick<Mail, 'template' | 'subjectId'>, reason: string): Promise<void> {
    const id = mailKey({ template, subjectId });
    const entry = { template, state: 'suppressed' as const, attempts: 0, lastError: reason };
    const created = await unlessTaken(() => this.#model.create({ _id: id, ...entry, createdAt: this.#clock.now() }));
    if (created !== undefined) return;
    await this.#model.updateOne(
      { _id: id, state: 'failed', ...NOT_ERASED },
      { $set: { state: 'suppressed', lastError: reason } },
    );
  }

  async has(mail: Pick<Mail, 'template' | 'subjectId'>): Promise<boolean> {
    return (await this.#model.exists({ _id: mailKey(mail) })) !== null;
  }

  async find(id: string): Promise<MailDocument | undefined> {
    return (await this.#model.findOne({ _id: id }).lean()) ?? undefined;
  }

  /** Entries, newest first. */
  async list(
    { state, to }: Omit<QueryOf<typeof listMails>, keyof PageRequest>,
    { limit, cursor }: PageRequest,
  ): Promise<Page<MailDocument>> {
    const found = await this.#model
      .find({
        ...(state === undefined ? {} : { state }),
        ...(to === undefined ? {} : { addressKeys: normalizeEmail(to) }),
        ...afterCursor('createdAt', cursor, dateOfCursor),
      })
      .sort({ createdAt: -1, _id: -1 })
      .limit(limit + 1)
      .lean();
    return toPage(found, limit, {
      positionOf: ({ createdAt, _id }) => ({ after: createdAt.toISOString(), id: _id }),
      toItem: (document) => document,
    });
  }

  /**
   * Has a mail sent once more, by an event of its own. That the server may have it already is whoever asks' risk.
   * @returns undefined where it is in no such state, or not known
   */
  async requestRepeat(id: string): Promise<MailDocument | undefined> {
    const request = announce(mailRepeatRequested, { mailId: id }, this.#clock.now());
    const requested = await this.#model
      .findOneAndUpdate(
        { _id: id, state: { $in: REPEATABLE }, values: { $exists: true }, ...NOT_ERASED },
        { $set: { state: 'failed' }, $unset: { contentBegunAt: 1 }, $push: { outbox: request } },
        { returnDocument: 'after' },
      )
      .lean();
    if (requested === null) return undefined;
    this.#outbox.wake();
    return requested;
  }

  /** Takes everything out of the log that tells who somebody was. What waits for another try is given up. */
  async erase({ accountId, email, deletedAt, lastMail }: DeletedPerson): Promise<void> {
    const theirs = [
      { accountId },
      { addressKeys: normalizeEmail(email), createdAt: { $lte: deletedAt } },
      { _id: lastMail },
    ];
    await this.#erase({ $or: theirs });
  }

  /** The same for one mail, which was claimed while its person was being erased. */
  async eraseOne(id: string): Promise<void> {
    await this.#erase({ _id: id });
  }

  async #erase(theirs: Record<string, unknown>): Promise<void> {
    await this.#model.updateMany(theirs, { $set: { erasedAt: this.#clock.now() }, $unset: personalFields });
    await this.#model.updateMany({ erasedAt: { $exists: true }, state: 'failed' }, { $set: { state: 'suppressed' } });
  }

  async #claimNew(mail: Mail, messageId: string): Promise<Claim | undefined> {
    const entry: MailDocument = {
      _id: mailKey(mail),
      template: mail.template,
      ...addressed(mail),
      ...(isSecret(mail.template) ? {} : { values: { ...mail.values } }),
      messageId,
      state: 'sending',
      attempts: 1,
      lockedUntil: this.#claimEnd(),
      createdAt: this.#clock.now(),
    };
    const created = await unlessTaken(() => this.#model.create(entry));
    return created === undefined ? undefined : { id: entry._id, attempt: 1, mayBeSent: false };
  }

  async #claimAgain(mail: Mail): Promise<Claim | 'done' | 'busy'> {
    const id = mailKey(mail);
    const isFree = [
      { state: 'failed' as const },
      { state: 'sending' as const, lockedUntil: { $lte: this.#clock.now() } },
    ];
    const before = await this.#model
      .findOneAndUpdate(
        { _id: id, $or: isFree, ...NOT_ERASED },
        { $set: { state: 'sending', lockedUntil: this.#claimEnd(), ...addressed(mail) }, $inc: { attempts: 1 } },
        { returnDocument: 'before', projection: { attempts: 1, contentBegunAt: 1 } },
      )
      .lean();
    if (before !== null) return { id, attempt: before.attempts + 1, mayBeSent: before.contentBegunAt !== undefined };

    const present = await this.#model.findOne({ _id: id }, { state: 1, erasedAt: 1 }).lean();
    if (present?.erasedAt !== undefined) return 'done';
    return present?.state === 'sending' || present?.state === 'failed' ? 'busy' : 'done';
  }

  #claimEnd(): Date {
    return new Date(this.#clock.now().getTime() + CLAIM_SECONDS * 1000);
  }
}

/** Whether the log still holds what it takes to write the mail once more. */
export function isRepeatable({ state, values, erasedAt }: MailDocument): boolean {
  return REPEATABLE.includes(state) && values !== undefined && erasedAt === undefined;
}

function addressed({ to, replyTo, accountId }: Mail) {
  const addresses = replyTo === undefined ? [to] : [to, replyTo];
  return {
    to,
    addressKeys: addresses.map(normalizeEmail),
    ...(replyTo === undefined ? {} : { replyTo }),
    ...(accountId === undefined ? {} : { accountId }),
  };
}
