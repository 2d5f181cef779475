import type { Id } from '@studynotion/contracts';
import { type Connection, type Model, Schema } from 'mongoose';
import type { NewContent } from '../domain/lecture-content.ts';

interface ContentDocument {
  readonly _id: string;
  readonly courseId: string;
  readonly lectureId: string;
  readonly markdown: string;
  readonly createdAt: Date;
}

const schema = new Schema<ContentDocument>(
  {
    _id: { type: String, required: true },
    courseId: { type: String, required: true },
    lectureId: { type: String, required: true },
    markdown: { type: String, required: true },
    createdAt: { type: Date, required: true },
  },
  { collection: 'lecture_contents', versionKey: false },
);
schema.index({ courseId: 1, lectureId: 1 });

/**
 * What lectures say. A content never changes: a lecture whose text changes points to a new one, so that the write of
 * the course document switches everything at once. What a crash leaves behind is pointed to by nobody.
 */
export class LectureContents {
  readonly #model: Model<ContentDocument>;

  constructor(connection: Connection) {
    this.#model = connection.model<ContentDocument>('LectureContent', schema);
  }

  async add(contents: readonly NewContent[], createdAt: Date): Promise<void> {
    if (contents.length === 0) return;
    await this.#model.insertMany(contents.map(({ id, ...fields }) => ({ _id: id, ...fields, createdAt })));
  }

  async remove(ids: readonly Id[]): Promise<void> {
    if (ids.length > 0) await this.#model.deleteMany({ _id: { $in: ids } });
  }

  /** All that a course says, also what a crash left behind. */
  async removeAllOf(courseId: Id): Promise<void> {
    await this.#model.deleteMany({ courseId });
  }

  /** @param courseId and lectureId whose content it must be */
  async markdown(id: Id, courseId: Id, lectureId: Id): Promise<string | undefined> {
    const content = await this.#model.findOne({ _id: id, courseId, lectureId }, 'markdown').lean<ContentDocument>();
    return content?.markdown;
  }
}
