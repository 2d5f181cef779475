import { CatalogueSort, Language, Level, Slug } from '@studynotion/contracts';
import { z } from 'zod';

export const priceChoices = ['free', 'paid'] as const;

/** What the address of the catalogue says. What makes no sense there is left out. */
const FilterInAddress = z.object({
  q: z.string().trim().min(1).max(100).optional().catch(undefined),
  category: Slug.optional().catch(undefined),
  level: Level.optional().catch(undefined),
  language: Language.optional().catch(undefined),
  price: z.enum(priceChoices).optional().catch(undefined),
  rating: z.coerce.number().min(0).max(5).optional().catch(undefined),
  sort: CatalogueSort.catch('new'),
});
export type CatalogueFilter = z.infer<typeof FilterInAddress>;

const ONE_RUPEE = 100;

export function readFilter(search: URLSearchParams): CatalogueFilter {
  return FilterInAddress.parse(Object.fromEntries(search));
}

/** The query of an address for this filter: `''`, or beginning with `?`. The default order is not said. */
export function searchOf(filter: CatalogueFilter): string {
  const given = Object.entries(filter).filter(
    ([name, value]) => value !== undefined && !(name === 'sort' && value === 'new'),
  );
  const search = new URLSearchParams(given.map(([name, value]) => [name, `${value}`])).toString();
  return search === '' ? '' : `?${search}`;
}

/** The filter as the API takes it. */
export function queryOf({ price, rating, ...others }: CatalogueFilter) {
  return {
    ...others,
    ratingMin: rating,
    priceMin: price === 'paid' ? ONE_RUPEE : undefined,
    priceMax: price === 'free' ? 0 : undefined,
  };
}

/** Whether it leaves any course out. */
export function isNarrowed({ sort: _, ...filters }: CatalogueFilter): boolean {
  return Object.values(filters).some((value) => value !== undefined);
}
