import { indexOutbox, type OutboxEntry, outboxField } from '@studynotion/service-kit';
import { type Connection, type Model, Schema } from 'mongoose';
import type { Course } from '../domain/course.ts';

/** A course as it is stored: sections and lectures inside, their contents in `lecture_contents`. */
export interface CourseDocument extends Omit<Course, 'id'> {
  readonly _id: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly outbox?: readonly OutboxEntry[];
}

const text = { type: String, required: true } as const;

const lectureSchema = new Schema(
  {
    id: text,
    title: text,
    kind: text,
    readingSeconds: { type: Number, required: true },
    contentId: text,
    contentHash: text,
  },
  { _id: false },
);
const sectionSchema = new Schema({ id: text, title: text, lectures: [lectureSchema] }, { _id: false });

const courseSchema = new Schema<CourseDocument>(
  {
    _id: text,
    version: { type: Number, required: true },
    slug: { ...text, unique: true },
    status: { ...text, enum: ['draft', 'published'] },
    instructorId: { ...text, index: true },
    title: text,
    summary: text,
    description: text,
    whatYouWillLearn: [String],
    level: text,
    language: text,
    price: {
      _id: false,
      required: true,
      type: new Schema({ amount: { type: Number, required: true }, currency: text }, { _id: false }),
    },
    sections: [sectionSchema],
    lectureCount: { type: Number, required: true },
    publishedAt: { type: Date },
    createdAt: { type: Date, required: true },
    updatedAt: { type: Date, required: true },
    outbox: outboxField,
  },
  { collection: 'courses', versionKey: false },
);
courseSchema.index({ status: 1, publishedAt: -1, _id: -1 });
indexOutbox(courseSchema);

export function courseModel(connection: Connection): Model<CourseDocument> {
  return connection.model<CourseDocument>('Course', courseSchema);
}
