import type { Id } from '@studynotion/contracts';
import { applyIfNewer } from '@studynotion/service-kit';
import { type Connection, type Model, Schema } from 'mongoose';
import type { Course } from '../domain/course.ts';

interface CourseDocument extends Omit<Course, 'id'> {
  readonly _id: string;
  readonly version: number;
}

const schema = new Schema<CourseDocument>(
  {
    _id: { type: String, required: true },
    version: { type: Number, required: true },
    // Absent where the news that a course is off sale overtook all others.
    slug: { type: String },
    title: { type: String },
    instructorId: { type: String },
    onSale: { type: Boolean, required: true },
  },
  { collection: 'courses', versionKey: false },
);

/** Courses, as far as they are known here; course-service is the owner. */
export class CourseRepository {
  readonly #model: Model<CourseDocument>;

  constructor(connection: Connection) {
    this.#model = connection.model<CourseDocument>('Course', schema);
  }

  /** Takes a course over if it is newer than what is known. */
  async learn(version: number, { id, slug, title, instructorId, onSale }: Course): Promise<void> {
    await applyIfNewer(this.#model, id, version, { slug, title, instructorId, onSale });
  }

  async takeOffSale(id: Id, version: number): Promise<void> {
    await applyIfNewer(this.#model, id, version, { onSale: false });
  }

  async find(id: Id): Promise<Course | undefined> {
    return (await this.findAll([id])).get(id);
  }

  /** Those of these courses that are known, by id. */
  async findAll(ids: readonly Id[]): Promise<ReadonlyMap<Id, Course>> {
    const found = await this.#model
      .find({ _id: { $in: ids }, title: { $exists: true } }, 'slug title instructorId onSale')
      .lean<CourseDocument[]>();
    return new Map(
      found.map(({ _id, slug, title, instructorId, onSale }) => [_id, { id: _id, slug, title, instructorId, onSale }]),
    );
  }
}
