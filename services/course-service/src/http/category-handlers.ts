import {
  changeCategory as changeRoute,
  createCategory as createRoute,
  deleteCategory as deleteRoute,
  getCategory,
  listCategories,
} from '@studynotion/contracts';
import { created, handler, NotFoundError, noContent, ok } from '@studynotion/service-kit';
import type { Catalogue } from '../data/catalogue.ts';
import type { CourseRepository } from '../data/course-repository.ts';
import { changeCategory, createCategory, deleteCategory } from '../domain/categories.ts';
import { type CardNeeds, toCourseCards } from './to-course-card.ts';

interface Dependencies extends CardNeeds {
  readonly catalogue: Catalogue;
  readonly courses: CourseRepository;
}

/** How many courses a shelf of a category's page holds. */
const SHELF = 10;

export const categoryHandlers = (needs: Dependencies) => [
  handler(listCategories, async () => {
    const [categories, counts] = await Promise.all([needs.categories.all(), needs.catalogue.countByCategory()]);
    return ok({ items: categories.map((category) => ({ ...category, courseCount: counts.get(category.id) ?? 0 })) });
  }),

  handler(getCategory, async ({ params }) => {
    const categories = await needs.categories.all();
    const category = categories.find(({ slug }) => slug === params.slug);
    if (category === undefined) throw new NotFoundError('category.not-found');
    const within = { categoryId: category.id };
    const shelves = await Promise.all([
      needs.catalogue.list(within, 'popular', { limit: SHELF }),
      needs.catalogue.list(within, 'new', { limit: SHELF }),
      needs.catalogue.list({}, 'popular', { limit: SHELF }),
    ]);
    const [mostPopular, newest, topSellers] = await Promise.all(
      shelves.map(({ items }) => toCourseCards(needs, items)),
    );
    const otherCategories = categories.filter(({ id }) => id !== category.id);
    return ok({ category, mostPopular, newest, topSellers, otherCategories });
  }),

  handler(createRoute, async ({ body }) => created(await createCategory(needs, body))),

  handler(changeRoute, async ({ params, body }) => ok(await changeCategory(needs, params.categoryId, body))),

  handler(deleteRoute, async ({ params }) => {
    await deleteCategory(needs, params.categoryId);
    return noContent();
  }),
];
