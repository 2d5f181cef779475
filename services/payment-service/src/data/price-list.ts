import type { Id } from '@studynotion/contracts';
import { applyIfNewer } from '@studynotion/service-kit';
import { type Connection, type Model, Schema } from 'mongoose';
import type { OfferedCourse } from '../domain/order.ts';
import { moneyField } from './money-field.ts';

interface PriceDocument extends Omit<OfferedCourse, 'courseId'> {
  readonly _id: string;
  readonly version: number;
  readonly onSale: boolean;
  readonly thumbnailUrl?: string;
}

/** A course as it is offered: what an order keeps of it, and what is only shown. */
export type Offer = OfferedCourse & Pick<PriceDocument, 'onSale' | 'thumbnailUrl'>;

const text = { type: String, required: true } as const;

const schema = new Schema<PriceDocument>(
  {
    _id: text,
    version: { type: Number, required: true },
    slug: text,
    title: text,
    price: moneyField,
    instructorId: { ...text, index: true },
    onSale: { type: Boolean, required: true },
    thumbnailUrl: { type: String },
  },
  { collection: 'price_list', versionKey: false },
);

/** What courses cost, as far as it is known here; course-service is the owner. */
export class PriceList {
  readonly #model: Model<PriceDocument>;

  constructor(connection: Connection) {
    this.#model = connection.model<PriceDocument>('Price', schema);
  }

  /** Takes an offer over if it is newer than what is known. */
  async learn(courseId: Id, version: number, offer: Omit<PriceDocument, '_id' | 'version'>): Promise<void> {
    const { slug, title, price, instructorId, onSale, thumbnailUrl } = offer;
    const fields = { slug, title, price, instructorId, onSale, thumbnailUrl };
    await applyIfNewer(this.#model, courseId, version, fields);
  }

  /** Takes note that a course went off sale; what is known of it stays, for carts that hold it. */
  async takeOff(courseId: Id, version: number): Promise<void> {
    await applyIfNewer(this.#model, courseId, version, { onSale: false });
  }

  /** The courses of an instructor, as far as they were ever on sale. */
  async coursesOf(instructorId: Id): Promise<readonly Id[]> {
    const found = await this.#model.find({ instructorId }, '_id').lean<PriceDocument[]>();
    return found.map(({ _id }) => _id);
  }

  /** What is known of these courses, by id, on sale or not. */
  async offers(courseIds: readonly Id[]): Promise<ReadonlyMap<Id, Offer>> {
    const found = await this.#model
      .find({ _id: { $in: courseIds } }, 'slug title price instructorId onSale thumbnailUrl')
      .lean<PriceDocument[]>();
    return new Map(found.map(({ _id, ...offer }) => [_id, { courseId: _id, ...offer }]));
  }

  /** Those of these courses that are on sale, by id. */
  async onSale(courseIds: readonly Id[]): Promise<ReadonlyMap<Id, OfferedCourse>> {
    const known = await this.offers(courseIds);
    return new Map(
      [...known].flatMap(([id, { onSale, thumbnailUrl: _, ...offer }]) => (onSale ? [[id, offer] as const] : [])),
    );
  }
}
