import type { Category, Id } from '@studynotion/contracts';
import { unlessTaken } from '@studynotion/service-kit';
import { type Connection, type Model, Schema } from 'mongoose';

interface CategoryDocument extends Omit<Category, 'id'> {
  readonly _id: string;
  /** The form of the name that decides whether two are the same. */
  readonly nameKey: string;
}

const text = { type: String, required: true } as const;
const schema = new Schema<CategoryDocument>(
  {
    _id: text,
    slug: { ...text, unique: true },
    name: text,
    nameKey: { ...text, unique: true },
    description: { type: String },
    version: { type: Number, required: true },
  },
  { collection: 'categories', versionKey: false },
);

/** What courses are sorted into. They are few: lists of them have no pages. */
export class CategoryRepository {
  readonly #model: Model<CategoryDocument>;

  constructor(connection: Connection) {
    this.#model = connection.model<CategoryDocument>('Category', schema);
  }

  /** All, by name. */
  async all(): Promise<readonly Category[]> {
    return (await this.#model.find({}).sort({ nameKey: 1 }).lean<CategoryDocument[]>()).map(toCategory);
  }

  async find(id: Id): Promise<Category | undefined> {
    return toFound(await this.#model.findOne({ _id: id }).lean<CategoryDocument>());
  }

  async findBySlug(slug: string): Promise<Category | undefined> {
    return toFound(await this.#model.findOne({ slug }).lean<CategoryDocument>());
  }

  async findByName(name: string): Promise<Category | undefined> {
    return toFound(await this.#model.findOne({ nameKey: nameKey(name) }).lean<CategoryDocument>());
  }

  /** By id; one that is gone is not among them. */
  async cardsOf(ids: readonly (Id | undefined)[]) {
    const asked = [...new Set(ids.filter((id) => id !== undefined))];
    const found = asked.length === 0 ? [] : await this.#model.find({ _id: { $in: asked } }).lean<CategoryDocument[]>();
    const cards = new Map(found.map(({ _id, slug, name }) => [_id, { id: _id, slug, name }]));
    return (id: Id | undefined) => (id === undefined ? undefined : cards.get(id));
  }

  /** @returns whether name and slug were free */
  async create({ id, ...fields }: Category): Promise<boolean> {
    const document = { _id: id, ...fields, nameKey: nameKey(fields.name) };
    return (await unlessTaken(() => this.#model.create(document))) !== undefined;
  }

  /** @returns whether it was written; `taken` where the name belongs to another one */
  async replace({ id, name, description, version }: Category): Promise<boolean | 'taken'> {
    const written = await unlessTaken(() =>
      this.#model.updateOne(
        { _id: id, version: version - 1 },
        { $set: { name, nameKey: nameKey(name), description, version } },
      ),
    );
    return written === undefined ? 'taken' : written.modifiedCount === 1;
  }

  async remove(id: Id): Promise<void> {
    await this.#model.deleteOne({ _id: id });
  }
}

function nameKey(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}

function toFound(document: CategoryDocument | null): Category | undefined {
  return document === null ? undefined : toCategory(document);
}

function toCategory({ _id, slug, name, description, version }: CategoryDocument): Category {
  return { id: _id, slug, name, description, version };
}
