import type { Id } from '@studynotion/contracts';
import { applyIfNewer } from '@studynotion/service-kit';
import { type Connection, type Model, Schema } from 'mongoose';
import type { OfferedCourse } from '../domain/order.ts';
import { moneyField } from './money-field.ts';

interface PriceDocument extends Omit<OfferedCourse, 'courseId'> {
  readonly _id: string;
  readonly version: number;
  readonly onSale: boolean;
}

const text = { type: String, required: true } as const;

const schema = new Schema<PriceDocument>(
  {
    _id: text,
    version: { type: Number, required: true },
    slug: text,
    title: text,
    price: moneyField,
    instructorId: text,
    onSale: { type: Boolean, required: true },
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
    const { slug, title, price, instructorId, onSale } = offer;
    await applyIfNewer(this.#model, courseId, version, { slug, title, price, instructorId, onSale });
  }

  /** What is known of these courses, by id, on sale or not. */
  async offers(courseIds: readonly Id[]): Promise<ReadonlyMap<Id, OfferedCourse & { readonly onSale: boolean }>> {
    const found = await this.#model
      .find({ _id: { $in: courseIds } }, 'slug title price instructorId onSale')
      .lean<PriceDocument[]>();
    return new Map(found.map(({ _id, ...offer }) => [_id, { courseId: _id, ...offer }]));
  }

  /** Those of these courses that are on sale, by id. */
  async onSale(courseIds: readonly Id[]): Promise<ReadonlyMap<Id, OfferedCourse>> {
    const known = await this.offers(courseIds);
    return new Map([...known].flatMap(([id, { onSale, ...offer }]) => (onSale ? [[id, offer] as const] : [])));
  }
}
