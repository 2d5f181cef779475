import type { Category, Id } from '@studynotion/contracts';
import { type Clock, Recent, unlessTaken } from '@studynotion/service-kit';
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
  readonly #recent: Recent<readonly Category[]>;

  constructor(connection: Connection, clock: Clock) {
    this.#recent = new Recent({ clock });
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
    const known = ids.some((id) => id !== undefined) ? await this.#shown() : [];
    const cards = new Map(known.map(({ id, slug, name }) => [id, { id, slug, name }]));
    return (id: Id | undefined) => (id === undefined ? undefined : cards.get(id));
  }

  /** The one of which a page of the catalogue is asked for. */
  async idOf(slug: string): Promise<Id | undefined> {
    return (await this.#shown()).find((category) => category.slug === slug)?.id;
  }

  /** All of them, as lists of courses show them: not changed by those who read them. */
  async #shown(): Promise<readonly Category[]> {
    return (await this.#recent.get([ALL], async () => new Map([[ALL, await this.all()]]))).get(ALL) ?? [];
  }

  /** @returns whether name and slug were free */
  async create({ id, ...fields }: Category): Promise<boolean> {
    const document = { _id: id, ...fields, nameKey: nameKey(fields.name) };
    const created = await unlessTaken(() => this.#model.create(document));
    this.#recent.forget(ALL);
    return created !== undefined;
  }

  /** @returns whether it was written; `taken` where the name belongs to another one */
  async replace({ id, name, description, version }: Category): Promise<boolean | 'taken'> {
    const written = await unlessTaken(() =>
      this.#model.updateOne(
        { _id: id, version: version - 1 },
        { $set: { name, nameKey: nameKey(name), description, version } },
      ),
    );
    this.#recent.forget(ALL);
    return written === undefined ? 'taken' : written.modifiedCount === 1;
  }

  async remove(id: Id): Promise<void> {
    await this.#model.deleteOne({ _id: id });
    this.#recent.forget(ALL);
  }
}

/** They are kept as one. */
const ALL = 'all';

function nameKey(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}

function toFound(document: CategoryDocument | null): Category | undefined {
  return document === null ? undefined : toCategory(document);
}

function toCategory({ _id, slug, name, description, version }: CategoryDocument): Category {
  return { id: _id, slug, name, description, version };
}
