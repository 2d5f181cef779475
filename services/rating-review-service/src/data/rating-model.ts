import { indexOutbox, type OutboxEntry, outboxField } from '@studynotion/service-kit';
import { type Connection, type Model, Schema } from 'mongoose';

/** What the visible reviews of a course come to, as they were counted last. */
export interface RatingDocument {
  /** The course. */
  readonly _id: string;
  /** Raised by every count, also by one that found nothing new. */
  readonly version: number;
  /** How many reviews give one star, two, and so on to five. */
  readonly counts: readonly number[];
  /** The review of this course for the home page. */
  readonly featured?: { readonly reviewId: string; readonly createdAt: Date };
  readonly outbox?: readonly OutboxEntry[];
}

const schema = new Schema<RatingDocument>(
  {
    _id: { type: String, required: true },
    version: { type: Number, required: true },
    counts: { type: [Number], required: true },
    featured: {
      type: new Schema(
        { reviewId: { type: String, required: true }, createdAt: { type: Date, required: true } },
        { _id: false },
      ),
    },
    outbox: outboxField,
  },
  { collection: 'ratings', versionKey: false },
);
schema.index({ 'featured.createdAt': -1, _id: -1 });
indexOutbox(schema);

export function ratingModel(connection: Connection): Model<RatingDocument> {
  return connection.model<RatingDocument>('Rating', schema);
}
