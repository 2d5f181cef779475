import type { Id } from '@studynotion/contracts';
import {
  afterCursor,
  announce,
  type Clock,
  dateOfCursor,
  type Outbox,
  type OutboxEntry,
  type Page,
  type PageRequest,
  Recent,
  toPage,
  unlessTaken,
} from '@studynotion/service-kit';
import type { Model, UpdateQuery } from 'mongoose';
import type { Course, CourseSummary, Shown } from '../domain/course.ts';
import { eventsOfChange } from '../domain/course-events.ts';
import { searchWords } from '../domain/search-words.ts';
import type { CourseDocument } from './course-model.ts';
import { COURSE, SUMMARY, toCourse, toSummary } from './to-course.ts';

export interface CourseRepositoryOptions {
  readonly model: Model<CourseDocument>;
  readonly outbox: Outbox<CourseDocument>;
  readonly clock: Clock;
}

/** Courses, each with its sections and lectures, and what they become. Deleted ones are not there any more. */
export class CourseRepository {
  readonly #model: Model<CourseDocument>;
  readonly #outbox: Outbox<CourseDocument>;
  /** Read by many and written by few: what learners are shown of a course, and its card. */
  readonly #recent: { readonly courses: Recent<Course>; readonly summaries: Recent<CourseSummary> };

  constructor({ model, outbox, clock }: CourseRepositoryOptions) {
    this.#model = model;
    this.#outbox = outbox;
    this.#recent = { courses: new Recent({ clock }), summaries: new Recent({ clock }) };
  }

  async find(id: Id): Promise<Course | undefined> {
    return toCourse(await this.#model.findOne({ _id: id, ...THERE }, COURSE).lean<CourseDocument>());
  }

  /** The same for readers, who need not see a change in the very moment. */
  async findForReader(id: Id): Promise<Course | undefined> {
    const found = await this.#recent.courses.get([id], async () => {
      const course = await this.find(id);
      return new Map(course === undefined ? [] : [[id, course]]);
    });
    return found.get(id);
  }

  async findBySlug(slug: string): Promise<Course | undefined> {
    return toCourse(await this.#model.findOne({ slug, ...THERE }, COURSE).lean<CourseDocument>());
  }

  async findPublishedBySlug(slug: string): Promise<{ course: Course; summary: CourseSummary } | undefined> {
    const document = await this.#model
      .findOne({ slug, status: 'published' }, `${COURSE} ${SUMMARY}`)
      .lean<CourseDocument>();
    const course = toCourse(document);
    return document === null || course === undefined ? undefined : { course, summary: toSummary(document) };
  }

  /** What cards show of these courses, by id; whatever their state. */
  async summariesOf(ids: readonly Id[]): Promise<ReadonlyMap<Id, CourseSummary>> {
    const found = await this.#model.find({ _id: { $in: ids }, ...THERE }, SUMMARY).lean<CourseDocument[]>();
    return new Map(found.map((document) => [document._id, toSummary(document)]));
  }

  /** The same for readers, who need not see a change in the very moment. */
  async summariesForReader(ids: readonly Id[]): Promise<ReadonlyMap<Id, CourseSummary>> {
    return this.#recent.summaries.get(ids, (missing) => this.summariesOf(missing));
  }

  /** An instructor's courses, last changed first. */
  async listOwn(instructorId: Id, { limit, cursor }: PageRequest): Promise<Page<CourseSummary>> {
    const found = await this.#model
      .find({ instructorId, ...THERE, ...afterCursor('changedAt', cursor, dateOfCursor) }, SUMMARY)
      .sort({ changedAt: -1, _id: -1 })
      .limit(limit + 1)
      .lean<CourseDocument[]>();
    return toPage(found, limit, {
      positionOf: ({ changedAt, _id }) => ({ after: changedAt.toISOString(), id: _id }),
      toItem: toSummary,
    });
  }

  /** All courses of an instructor, for figures over them. */
  async allOf(instructorId: Id): Promise<readonly CourseSummary[]> {
    const found = await this.#model
      .find({ instructorId, ...THERE }, SUMMARY)
      .sort({ changedAt: -1, _id: -1 })
      .lean<CourseDocument[]>();
    return found.map(toSummary);
  }

  /** All courses an instructor ever began, deleted ones too. */
  async idsOf(instructorId: Id): Promise<readonly Id[]> {
    const found = await this.#model.find({ instructorId }, '_id').lean<CourseDocument[]>();
    return found.map(({ _id }) => _id);
  }

  async countOnSale(instructorId: Id): Promise<number> {
    return this.#model.countDocuments({ instructorId, status: 'published' });
  }

  async isCategoryUsed(categoryId: Id): Promise<boolean> {
    return (await this.#model.exists({ categoryId, ...THERE })) !== null;
  }

  /** The courses that show a video. */
  async idsShowing(mediaId: Id): Promise<readonly Id[]> {
    const found = await this.#model.find({ 'sections.lectures.mediaId': mediaId }, '_id').lean<CourseDocument[]>();
    return found.map(({ _id }) => _id);
  }

  /** Who owns these slugs, as far as they are taken. */
  async ownersOf(slugs: readonly string[]): Promise<ReadonlyMap<string, Id>> {
    const found = await this.#model.find({ slug: { $in: slugs } }, 'slug instructorId').lean<CourseDocument[]>();
    return new Map(found.map(({ slug, instructorId }) => [slug, instructorId]));
  }

  /** Writes a new course with the events that tell of it, where its slug is free. @returns whether it was written */
  async create(course: Course): Promise<boolean> {
    const { id, ...fields } = course;
    const inserted = await unlessTaken(() =>
      this.#model.create({
        _id: id,
        ...fields,
        words: searchWords(course),
        rating: { average: 0, count: 0, version: 0 },
        studentCount: 0,
        studentsCounted: 0,
        outbox: entriesOf(undefined, course),
      }),
    );
    if (inserted !== undefined) this.#outbox.wake();
    return inserted !== undefined;
  }

  /**
   * Writes a changed course with the events that tell of it, where nobody changed it since the version before.
   * @returns whether it was written
   */
  async replace(before: Course, after: Course): Promise<boolean> {
    const { id, ...fields } = after;
    const outbox = entriesOf(before, after) ?? [];
    const change = toChange({ ...fields, words: searchWords(after) });
    const { modifiedCount } = await this.#model.updateOne(
      { _id: id, version: before.version },
      outbox.length === 0 ? change : { ...change, $push: { outbox: { $each: outbox } } },
    );
    this.#forget(id);
    if (modifiedCount === 1) this.#outbox.wake();
    return modifiedCount === 1;
  }

  /** Keeps what is shown of a course in this version; of another one somebody else has said it. */
  async show({ id, version }: Course, shown: Shown): Promise<void> {
    await this.#model.updateOne({ _id: id, version }, { $set: { shown } });
    this.#forget(id);
  }

  /** Takes a rating over if it is newer than what is known. */
  async rate(id: Id, version: number, { average, count }: CourseSummary['rating']): Promise<void> {
    await this.#model.updateOne(
      { _id: id, 'rating.version': { $lt: version } },
      { $set: { rating: { average, count, version } } },
    );
    this.#forget(id);
  }

  /** How often the students of a course were counted. */
  async studentsCounted(id: Id): Promise<number | undefined> {
    const document = await this.#model.findOne({ _id: id }, 'studentsCounted').lean<CourseDocument>();
    return document?.studentsCounted;
  }

  /** @returns whether nobody else has counted since */
  async setStudentCount(id: Id, studentCount: number, studentsCounted: number): Promise<boolean> {
    const { modifiedCount } = await this.#model.updateOne(
      { _id: id, studentsCounted },
      { $set: { studentCount, studentsCounted: studentsCounted + 1 } },
    );
    this.#forget(id);
    return modifiedCount === 1;
  }

  #forget(id: Id): void {
    this.#recent.courses.forget(id);
    this.#recent.summaries.forget(id);
  }
}

const THERE = { status: { $ne: 'deleted' } } as const;

function entriesOf(before: Course | undefined, after: Course): OutboxEntry[] | undefined {
  const entries = eventsOfChange(before, after).map(({ event, data }) => announce(event, data, after.changedAt));
  return entries.length === 0 ? undefined : entries;
}

/** The new state says everything: a field that it leaves out is gone. */
function toChange(fields: Readonly<Record<string, unknown>>): UpdateQuery<CourseDocument> {
  const entries = Object.entries(fields);
  const gone = entries.filter(([, value]) => value === undefined).map(([name]) => [name, 1] as const);
  const set = Object.fromEntries(entries.filter(([, value]) => value !== undefined));
  return gone.length === 0 ? { $set: set } : { $set: set, $unset: Object.fromEntries(gone) };
}
