import { indexOutbox, type OutboxEntry, outboxField } from '@studynotion/service-kit';
import { type Connection, type Model, Schema } from 'mongoose';
import type { Course } from '../domain/course.ts';

/**
 * A course as it is stored: sections and lectures inside, their contents in `lecture_contents`.
 * Rating and students are counted elsewhere and kept here for lists; a change of them is no new version.
 */
export interface CourseDocument extends Omit<Course, 'id'> {
  readonly _id: string;
  /** What it is found by. */
  readonly words: readonly string[];
  readonly rating: { readonly average: number; readonly count: number; readonly version: number };
  readonly studentCount: number;
  /** How often they were counted; of two who count at once, one must count again. */
  readonly studentsCounted: number;
  readonly outbox?: readonly OutboxEntry[];
}

const text = { type: String, required: true } as const;
const number = { type: Number, required: true } as const;

const lectureSchema = new Schema(
  {
    id: text,
    title: text,
    kind: text,
    preview: { type: Boolean, required: true },
    readingSeconds: Number,
    contentId: String,
    contentHash: String,
    mediaId: String,
  },
  { _id: false },
);
const sectionSchema = new Schema({ id: text, title: text, lectures: [lectureSchema] }, { _id: false });
const part = (fields: Record<string, unknown>) => new Schema(fields as never, { _id: false });

const courseSchema = new Schema<CourseDocument>(
  {
    _id: text,
    version: number,
    slug: { ...text, unique: true },
    status: { ...text, enum: ['draft', 'published', 'deleted'] },
    instructorId: text,
    title: text,
    // A draft has no summary and no description yet.
    summary: { type: String },
    description: { type: String },
    whatYouWillLearn: [String],
    requirements: [String],
    tags: [String],
    level: text,
    language: text,
    price: { type: part({ amount: number, currency: text }), required: true },
    categoryId: String,
    thumbnail: { type: part({ mediaId: text, imageUrl: text }) },
    sections: [sectionSchema],
    shown: { type: part({ lectureIds: [String], durationSeconds: number }), required: true },
    publishedAt: Date,
    createdAt: { type: Date, required: true },
    changedAt: { type: Date, required: true },
    words: [String],
    rating: { type: part({ average: number, count: number, version: number }), required: true },
    studentCount: number,
    studentsCounted: number,
    outbox: outboxField,
  },
  { collection: 'courses', versionKey: false },
);

// The catalogue: every order of it, whole and within a category. Other filters are looked at along the way.
const orders: readonly Readonly<Record<string, 1 | -1>>[] = [
  { publishedAt: -1, _id: -1 },
  { studentCount: -1, _id: -1 },
  { 'rating.average': -1, _id: -1 },
  { 'price.amount': 1, _id: 1 },
];
for (const order of orders) {
  courseSchema.index({ status: 1, ...order });
  courseSchema.index({ status: 1, categoryId: 1, ...order });
}
courseSchema.index({ words: 1, status: 1 });
courseSchema.index({ instructorId: 1, changedAt: -1, _id: -1 });
courseSchema.index({ categoryId: 1 });
courseSchema.index({ 'sections.lectures.mediaId': 1 }, { sparse: true });
indexOutbox(courseSchema);

export function courseModel(connection: Connection): Model<CourseDocument> {
  return connection.model<CourseDocument>('Course', courseSchema);
}
