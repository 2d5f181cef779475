import { type CatalogueFacets, listCourses, type QueryOf } from '@studynotion/contracts';
import { handler, ok } from '@studynotion/service-kit';
import type { Catalogue, CatalogueFilter } from '../data/catalogue.ts';
import { askedWords } from '../domain/search-words.ts';
import { type CardNeeds, toCourseCards } from './to-course-card.ts';

interface Dependencies extends CardNeeds {
  readonly catalogue: Catalogue;
}

export const listCoursesHandler = (needs: Dependencies) =>
  handler(listCourses, async ({ query }) => {
    const filter = await toFilter(needs, query);
    const { items, nextCursor } = await needs.catalogue.list(filter, query.sort, query);
    const facets = query.facets === 'true' ? await facetsOf(needs, filter) : undefined;
    return ok({ items: await toCourseCards(needs, items), nextCursor, facets });
  });

/** No course is in a category that there is not, and none has a word that has no letters. */
const NOTHING = '-';

async function toFilter({ categories }: Dependencies, query: QueryOf<typeof listCourses>): Promise<CatalogueFilter> {
  const { q, category, level, language, priceMin, priceMax, ratingMin } = query;
  const words = q === undefined ? undefined : askedWords(q);
  return {
    words: words?.length === 0 ? [NOTHING] : words,
    categoryId: category === undefined ? undefined : ((await categories.idOf(category)) ?? NOTHING),
    level,
    language,
    priceMin,
    priceMax,
    ratingMin,
  };
}

async function facetsOf({ catalogue, categories }: Dependencies, filter: CatalogueFilter): Promise<CatalogueFacets> {
  const { categories: counts, ...facets } = await catalogue.facets(filter);
  const cardOf = await categories.cardsOf([...counts.keys()]);
  return {
    ...facets,
    categories: [...counts].flatMap(([id, count]) => {
      const card = cardOf(id);
      return card === undefined ? [] : [{ ...card, count }];
    }),
  };
}
