import type { CatalogueFacets, CatalogueSort, CourseCard, Id } from '@studynotion/contracts';
import {
  afterCursor,
  dateOfCursor,
  numberOfCursor,
  type Page,
  type PageRequest,
  toPage,
} from '@studynotion/service-kit';
import type { Model, PipelineStage } from 'mongoose';
import type { CourseSummary } from '../domain/course.ts';
import type { CourseDocument } from './course-model.ts';
import { SUMMARY, toSummary } from './to-course.ts';

/** What somebody looks for; what is not said is not asked. */
export interface CatalogueFilter {
  /** Beginnings of words, all of which a course must have. */
  readonly words?: readonly string[];
  readonly categoryId?: Id;
  readonly level?: CourseCard['level'];
  readonly language?: string;
  /** In paise, both ends included. */
  readonly priceMin?: number;
  readonly priceMax?: number;
  readonly ratingMin?: number;
}

export type FacetCounts = Omit<CatalogueFacets, 'categories'> & { readonly categories: ReadonlyMap<Id, number> };

interface Order {
  readonly field: string;
  readonly direction: 1 | -1;
  readonly parse: (after: string | number) => unknown;
  readonly sortValue: (document: CourseDocument) => string | number;
}

const byPrice = {
  field: 'price.amount',
  parse: numberOfCursor,
  sortValue: ({ price }: CourseDocument) => price.amount,
};
const orders: Readonly<Record<CatalogueSort, Order>> = {
  new: {
    field: 'publishedAt',
    direction: -1,
    parse: dateOfCursor,
    sortValue: ({ publishedAt }) => publishedAt?.toISOString() ?? '',
  },
  popular: {
    field: 'studentCount',
    direction: -1,
    parse: numberOfCursor,
    sortValue: ({ studentCount }) => studentCount,
  },
  rating: {
    field: 'rating.average',
    direction: -1,
    parse: numberOfCursor,
    sortValue: ({ rating }) => rating.average,
  },
  'price-low': { ...byPrice, direction: 1 },
  'price-high': { ...byPrice, direction: -1 },
};

const RATINGS = [4.5, 4, 3] as const;
/** Sorts after every letter: what begins with a word lies between the word and the word with this. */
const LAST = '\u{10ffff}';

/** The courses on sale, as they are looked for. */
export class Catalogue {
  readonly #model: Model<CourseDocument>;

  constructor(model: Model<CourseDocument>) {
    this.#model = model;
  }

  async list(
    filter: CatalogueFilter,
    sort: CatalogueSort,
    { limit, cursor }: PageRequest,
  ): Promise<Page<CourseSummary>> {
    const { field, direction, parse, sortValue } = orders[sort];
    const found = await this.#model
      .find({ $and: [toQuery(filter), afterCursor(field, cursor, parse, direction)] }, SUMMARY)
      .sort({ [field]: direction, _id: direction })
      .limit(limit + 1)
      .lean<CourseDocument[]>();
    return toPage(found, limit, {
      positionOf: (document) => ({ after: sortValue(document), id: document._id }),
      toItem: toSummary,
    });
  }

  /** How many courses are on sale in each category. */
  async countByCategory(): Promise<ReadonlyMap<Id, number>> {
    return this.#countBy<Id>({}, 'categoryId');
  }

  /** For each choice, how many courses there would be with all other filters as they are. */
  async facets(filter: CatalogueFilter): Promise<FacetCounts> {
    const [total, categories, levels, languages, ratings, prices] = await Promise.all([
      this.#model.countDocuments(toQuery(filter)),
      this.#countBy<Id>({ ...filter, categoryId: undefined }, 'categoryId'),
      this.#countBy<CourseCard['level']>({ ...filter, level: undefined }, 'level'),
      this.#countBy<string>({ ...filter, language: undefined }, 'language'),
      this.#countRatings({ ...filter, ratingMin: undefined }),
      this.#countPrices({ ...filter, priceMin: undefined, priceMax: undefined }),
    ]);
    return {
      total,
      categories,
      levels: [...levels].map(([level, count]) => ({ level, count })),
      languages: [...languages].map(([language, count]) => ({ language, count })),
      ratings,
      prices,
    };
  }

  /** Most first; a course without the field counts nowhere. */
  async #countBy<Value>(filter: CatalogueFilter, field: string): Promise<ReadonlyMap<Value, number>> {
    const counted = await this.#model.aggregate<{ _id: Value | null; count: number }>([
      { $match: toQuery(filter) },
      { $group: { _id: `$${field}`, count: { $sum: 1 } } },
      { $sort: { count: -1, _id: 1 } },
    ]);
    return new Map(counted.flatMap(({ _id, count }) => (_id === null ? [] : [[_id, count] as const])));
  }

  async #countRatings(filter: CatalogueFilter): Promise<CatalogueFacets['ratings']> {
    const counts = await this.#sums(
      filter,
      Object.fromEntries(RATINGS.map((least, place) => [`rating${place}`, { $gte: ['$rating.average', least] }])),
    );
    return RATINGS.map((ratingMin, place) => ({ ratingMin, count: counts[`rating${place}`] ?? 0 }));
  }

  async #countPrices(filter: CatalogueFilter): Promise<CatalogueFacets['prices']> {
    const { free = 0, paid = 0 } = await this.#sums(filter, {
      free: { $eq: ['$price.amount', 0] },
      paid: { $gt: ['$price.amount', 0] },
    });
    return { free, paid };
  }

  /** How many courses meet each condition. */
  async #sums(filter: CatalogueFilter, conditions: Readonly<Record<string, unknown>>) {
    const sums = Object.entries(conditions).map(([name, condition]) => [name, { $sum: { $cond: [condition, 1, 0] } }]);
    const group: PipelineStage.Group = { $group: { _id: 'all', ...Object.fromEntries(sums) } };
    const [counted] = await this.#model.aggregate<Record<string, number>>([{ $match: toQuery(filter) }, group]);
    return counted ?? {};
  }
}

function toQuery({ words = [], categoryId, level, language, priceMin, priceMax, ratingMin }: CatalogueFilter) {
  return {
    status: 'published' as const,
    ...(categoryId === undefined ? {} : { categoryId }),
    ...(level === undefined ? {} : { level }),
    ...(language === undefined ? {} : { language }),
    ...(ratingMin === undefined ? {} : { 'rating.average': { $gte: ratingMin } }),
    ...(priceMin === undefined && priceMax === undefined ? {} : { 'price.amount': between(priceMin, priceMax) }),
    ...(words.length === 0
      ? {}
      : { $and: words.map((word) => ({ words: { $elemMatch: { $gte: word, $lt: `${word}${LAST}` } } })) }),
  };
}

function between(least: number | undefined, most: number | undefined) {
  return { ...(least === undefined ? {} : { $gte: least }), ...(most === undefined ? {} : { $lte: most }) };
}
