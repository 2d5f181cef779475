import { coursePublished, courseUpdated, type Id } from '@studynotion/contracts';
import {
  afterCursor,
  announce,
  dateOfCursor,
  type Outbox,
  type Page,
  type PageRequest,
  toPage,
  unlessTaken,
} from '@studynotion/service-kit';
import type { Model } from 'mongoose';
import type { Course, CourseSummary } from '../domain/course.ts';
import type { CourseDocument } from './course-model.ts';

const SUMMARY = 'version slug status instructorId title summary level language price lectureCount publishedAt' as const;
const COURSE = `${SUMMARY} description whatYouWillLearn sections` as const;

/** Courses, and the queries on them. */
export class CourseRepository {
  readonly #model: Model<CourseDocument>;
  readonly #outbox: Outbox<CourseDocument>;

  constructor({ model, outbox }: { model: Model<CourseDocument>; outbox: Outbox<CourseDocument> }) {
    this.#model = model;
    this.#outbox = outbox;
  }

  async find(id: Id): Promise<Course | undefined> {
    return toCourse(await this.#model.findOne({ _id: id }, COURSE).lean<CourseDocument>());
  }

  async findBySlug(slug: string): Promise<Course | undefined> {
    return toCourse(await this.#model.findOne({ slug }, COURSE).lean<CourseDocument>());
  }

  async findPublishedBySlug(slug: string): Promise<Course | undefined> {
    const course = await this.findBySlug(slug);
    return course?.status === 'published' ? course : undefined;
  }

  /** What cards show of these courses, by id; whatever their state. */
  async summariesOf(ids: readonly Id[]): Promise<ReadonlyMap<Id, CourseSummary>> {
    const found = await this.#model.find({ _id: { $in: ids } }, SUMMARY).lean<CourseDocument[]>();
    return new Map(found.map((document) => [document._id, toSummary(document)]));
  }

  /** The catalogue: courses on sale, newest first. */
  async listPublished({ limit, cursor }: PageRequest): Promise<Page<CourseSummary>> {
    const found = await this.#model
      .find({ status: 'published', ...afterCursor('publishedAt', cursor, dateOfCursor) }, SUMMARY)
      .sort({ publishedAt: -1, _id: -1 })
      .limit(limit + 1)
      .lean<CourseDocument[]>();
    return toPage(found, limit, {
      positionOf: ({ publishedAt, _id }) => ({ after: publishedAt?.toISOString() ?? '', id: _id }),
      toItem: toSummary,
    });
  }

  /** Who owns these slugs, as far as they are taken. */
  async ownersOf(slugs: readonly string[]): Promise<ReadonlyMap<string, Id>> {
    const found = await this.#model.find({ slug: { $in: slugs } }, 'slug instructorId').lean<CourseDocument[]>();
    return new Map(found.map(({ slug, instructorId }) => [slug, instructorId]));
  }

  /**
   * Writes a course with the event that tells of it: a new one where its slug is free, a changed one where nobody
   * changed it since the version before.
   * @returns whether it was written
   */
  async save(course: Course, kind: 'created' | 'updated', now: Date): Promise<boolean> {
    const written = kind === 'created' ? await this.#insert(course, now) : await this.#replace(course, now);
    if (written) this.#outbox.wake();
    return written;
  }

  async #insert({ id, ...fields }: Course, now: Date): Promise<boolean> {
    const event = announce(coursePublished, offerOf({ id, ...fields }), now);
    const inserted = await unlessTaken(() =>
      this.#model.create({ _id: id, ...fields, createdAt: now, updatedAt: now, outbox: [event] }),
    );
    return inserted !== undefined;
  }

  async #replace({ id, ...fields }: Course, now: Date): Promise<boolean> {
    const event = announce(courseUpdated, offerOf({ id, ...fields }), now);
    const { modifiedCount } = await this.#model.updateOne(
      { _id: id, version: fields.version - 1 },
      { $set: { ...fields, updatedAt: now }, $push: { outbox: event } },
    );
    return modifiedCount === 1;
  }
}

function offerOf({ id, version, slug, title, price, instructorId }: Course) {
  return { aggregateId: id, version, slug, title, price, instructorId };
}

function toCourse(document: CourseDocument | null): Course | undefined {
  if (document === null) return undefined;
  const { _id, description, whatYouWillLearn, sections } = document;
  return { ...toSummary(document), id: _id, description, whatYouWillLearn, sections };
}

function toSummary(document: CourseDocument): CourseSummary {
  const { _id, version, slug, status, instructorId, title, summary, level, language, price, lectureCount } = document;
  const { publishedAt } = document;
  return {
    id: _id,
    version,
    slug,
    status,
    instructorId,
    title,
    summary,
    level,
    language,
    price,
    lectureCount,
    publishedAt,
  };
}
