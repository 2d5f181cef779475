import { type Id, mediaDeleted, mediaFailed, mediaUploaded } from '@studynotion/contracts';
import { announce, CLAIM_SECONDS, type Clock, type Outbox, type OutboxEntry } from '@studynotion/service-kit';
import type { Model, UpdateQuery } from 'mongoose';
import { type Findings, type Media, type MediaOccurrence, nextState } from '../domain/media.ts';
import type { MediaDocument } from './media-model.ts';

const MEDIA =
  'version ownerId kind state fileName size createdAt uploadUntil tellings reason format durationSeconds imageUrl' as const;

export interface MediaRepositoryOptions {
  readonly model: Model<MediaDocument>;
  readonly outbox: Outbox<MediaDocument>;
  readonly clock: Clock;
}

/** Media that is being checked, held by whoever claimed it. */
export interface Check {
  readonly media: Media;
  /** Which look this is, from 1. */
  readonly tries: number;
}

/** Pictures and videos, and the queries on them. Every change is one write that says in which state it applies. */
export class MediaRepository {
  readonly #model: Model<MediaDocument>;
  readonly #outbox: Outbox<MediaDocument>;
  readonly #clock: Clock;

  constructor({ model, outbox, clock }: MediaRepositoryOptions) {
    this.#model = model;
    this.#outbox = outbox;
    this.#clock = clock;
  }

  async insert({ id, ...fields }: Media): Promise<void> {
    await this.#model.create({ _id: id, ...fields });
  }

  /** What is there; deleted media is not. */
  async find(id: Id): Promise<Media | undefined> {
    const found = await this.#model.findOne({ _id: id, state: { $ne: 'deleted' } }, MEDIA).lean<MediaDocument>();
    return toMedia(found);
  }

  /** Media of this account; another's is not there. */
  async findOwn(ownerId: Id, id: Id): Promise<Media | undefined> {
    const media = await this.find(id);
    return media?.ownerId === ownerId ? media : undefined;
  }

  /** All media of an account that is not deleted. */
  async allOf(ownerId: Id): Promise<readonly Media[]> {
    const found = await this.#model.find({ ownerId, state: { $ne: 'deleted' } }, MEDIA).lean<MediaDocument[]>();
    return found.map(fromDocument);
  }

  /**
   * Somebody says that the bytes are there: it is checked at once. What is being checked already is looked at once more,
   * for the look at hand may have come too early.
   */
  async tell(id: Id): Promise<void> {
    for (let media = await this.find(id); media !== undefined; media = await this.find(id)) {
      const { state } = media;
      const next = nextState(state, 'told');
      if (next === undefined) return;
      const { modifiedCount } = await this.#model.updateOne(
        { _id: id, state },
        {
          $set: { state: next, nextCheckAt: this.#clock.now() },
          $inc: { tellings: 1, version: next === state ? 0 : 1 },
          $unset: { checks: 1 },
        },
      );
      if (modifiedCount === 1) return;
    }
  }

  /** Takes media that is due for a check. If the claim is not renewed, somebody else may soon. */
  async claimCheck(): Promise<Check | undefined> {
    const now = this.#clock.now();
    const claimed = await this.#model
      .findOneAndUpdate(
        { nextCheckAt: { $lte: now } },
        { $set: { nextCheckAt: after(now, CLAIM_SECONDS) }, $inc: { checks: 1 } },
        { sort: { nextCheckAt: 1 }, returnDocument: 'after', projection: `${MEDIA} checks` },
      )
      .lean<MediaDocument>();
    return claimed === null ? undefined : { media: fromDocument(claimed), tries: claimed.checks ?? 1 };
  }

  /** Keeps a claim from running out, unless somebody told of new bytes meanwhile. */
  async renewCheck(media: Media): Promise<void> {
    await this.postponeCheck(media, CLAIM_SECONDS);
  }

  async postponeCheck({ id, tellings }: Media, seconds: number): Promise<void> {
    await this.#model.updateOne(
      { _id: id, state: 'checking', tellings },
      { $set: { nextCheckAt: after(this.#clock.now(), seconds) } },
    );
  }

  /** The bytes are what they should be. @returns whether it was noted; not where somebody told of them meanwhile */
  async accept(media: Media, { format, durationSeconds }: Findings, imageUrl: string | undefined): Promise<boolean> {
    const found = { format, durationSeconds, imageUrl, idleSince: this.#clock.now() };
    const { id, version, ownerId, kind } = media;
    const fact = { aggregateId: id, version: version + 1, ownerId, kind, durationSeconds, imageUrl };
    return this.#settle(media, 'fit', defined(found), announce(mediaUploaded, defined(fact), this.#clock.now()));
  }

  /** The bytes are not what they should be, or never came; they are destroyed. @returns as `accept` does */
  async refuse(media: Media, occurrence: 'unfit' | 'overdue', reason: string): Promise<boolean> {
    const { id, version, ownerId, kind } = media;
    const fact = { aggregateId: id, version: version + 1, ownerId, kind, reason };
    const set = { reason, destroyAt: this.#clock.now() };
    return this.#settle(media, occurrence, set, announce(mediaFailed, fact, this.#clock.now()));
  }

  /** There are no bytes yet. @returns as `accept` does */
  async awaitUpload(media: Media): Promise<boolean> {
    return this.#settle(media, 'missing', {});
  }

  /** @returns whether it was there; its bytes are destroyed */
  async delete(media: Media): Promise<boolean> {
    const now = this.#clock.now();
    for (let present: Media | undefined = media; present !== undefined; present = await this.find(media.id)) {
      const { id, version, ownerId, kind, state } = present;
      const next = nextState(state, 'deleted');
      if (next === undefined) return false;
      const event = announce(mediaDeleted, { aggregateId: id, version: version + 1, ownerId, kind }, now);
      const change: UpdateQuery<MediaDocument> = {
        $set: { state: next, version: version + 1, fileName: '', destroyAt: now },
        $unset: { nextCheckAt: 1, idleSince: 1, reason: 1, imageUrl: 1 },
        $push: { outbox: event },
      };
      const { modifiedCount } = await this.#model.updateOne({ _id: id, version, state }, change);
      if (modifiedCount === 0) continue;
      this.#outbox.wake();
      return true;
    }
    return false;
  }

  /** Its owner is gone and it must stay: nothing of the owner is left but a number that leads nowhere. */
  async disown({ id }: Media): Promise<void> {
    await this.#model.updateOne({ _id: id }, { $set: { ownerErased: true, fileName: '' } });
  }

  /** Somebody is about to use it, or used it until now: a day begins anew before it may go. */
  async markBusy(ids: readonly Id[]): Promise<void> {
    if (ids.length === 0) return;
    await this.#model.updateMany({ _id: { $in: ids }, state: 'ready' }, { $set: { idleSince: this.#clock.now() } });
  }

  /** Ready media of which nothing was heard since then, and what its owner left behind. */
  async idle(since: Date, limit: number): Promise<readonly Media[]> {
    const forgotten = { idleSince: { $lte: since } };
    const found = await this.#model
      .find({ state: 'ready', $or: [forgotten, { ownerErased: true, idleSince: { $exists: true } }] }, MEDIA)
      .sort({ idleSince: 1 })
      .limit(limit)
      .lean<MediaDocument[]>();
    return found.map(fromDocument);
  }

  /** Media whose bytes were announced before then and have not come. */
  async awaitedSince(since: Date, limit: number): Promise<readonly Id[]> {
    const found = await this.#model
      .find({ state: 'awaiting-upload', createdAt: { $lte: since } }, '_id')
      .limit(limit)
      .lean<MediaDocument[]>();
    return found.map(({ _id }) => _id);
  }

  /** Takes media whose bytes are to go, for `leaseSeconds`. @returns it, and until when it is held */
  async claimDestruction(leaseSeconds: number): Promise<{ media: Media; heldUntil: Date } | undefined> {
    const now = this.#clock.now();
    const heldUntil = after(now, leaseSeconds);
    const claimed = await this.#model
      .findOneAndUpdate(
        { destroyAt: { $lte: now } },
        { $set: { destroyAt: heldUntil } },
        { sort: { destroyAt: 1 }, returnDocument: 'after', projection: MEDIA },
      )
      .lean<MediaDocument>();
    return claimed === null ? undefined : { media: fromDocument(claimed), heldUntil };
  }

  /** @param again when the bytes are destroyed once more; undefined where they are gone for good */
  async noteDestroyed({ id }: Media, heldUntil: Date, again: Date | undefined): Promise<void> {
    const change = again === undefined ? { $unset: { destroyAt: 1 } } : { $set: { destroyAt: again } };
    await this.#model.updateOne({ _id: id, destroyAt: heldUntil }, change as UpdateQuery<MediaDocument>);
  }

  /** The end of a check: only if nobody told of new bytes since it began, and nobody else ended it. */
  async #settle(media: Media, occurrence: MediaOccurrence, set: object, event?: OutboxEntry): Promise<boolean> {
    const { id, version, state, tellings } = media;
    const next = nextState(state, occurrence);
    if (next === undefined) return false;
    const change: UpdateQuery<MediaDocument> = {
      $set: { ...set, state: next, version: version + 1 },
      $unset: { nextCheckAt: 1, checks: 1 },
      ...(event === undefined ? {} : { $push: { outbox: event } }),
    };
    const { modifiedCount } = await this.#model.updateOne({ _id: id, version, state, tellings }, change);
    if (modifiedCount === 1 && event !== undefined) this.#outbox.wake();
    return modifiedCount === 1;
  }
}

function after(now: Date, seconds: number): Date {
  return new Date(now.getTime() + seconds * 1000);
}

function defined<Fields extends object>(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Fields;
}

function toMedia(document: MediaDocument | null): Media | undefined {
  return document === null ? undefined : fromDocument(document);
}

function fromDocument({ _id, ...fields }: MediaDocument): Media {
  const { version, ownerId, kind, state, fileName, size, createdAt, uploadUntil, tellings } = fields;
  const { reason, format, durationSeconds, imageUrl } = fields;
  const media = { id: _id, version, ownerId, kind, state, fileName, size, createdAt, uploadUntil, tellings };
  return { ...media, reason, format, durationSeconds, imageUrl };
}
