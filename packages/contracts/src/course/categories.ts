import { z } from 'zod';
import { freeText, Id, line, Slug, Version } from '../primitives.ts';
import { routesOf } from '../route.ts';
import { CourseCard } from './routes.ts';

const route = routesOf('course-service');

export const Category = z
  .strictObject({ id: Id, slug: Slug, name: z.string(), description: z.string(), version: Version })
  .meta({ id: 'Category' });
export type Category = z.infer<typeof Category>;

const ById = z.strictObject({ categoryId: Id });

export const listCategories = route({
  method: 'GET',
  path: '/categories',
  summary: 'All categories, by name',
  access: 'public',
  answers: { 200: z.strictObject({ items: z.array(Category.extend({ courseCount: z.int() })) }) },
  problems: [],
  cacheSeconds: 2,
});

export const CategoryPage = z
  .strictObject({
    category: Category,
    mostPopular: z.array(CourseCard),
    newest: z.array(CourseCard),
    /** The best sellers of the whole catalogue. */
    topSellers: z.array(CourseCard),
    otherCategories: z.array(Category),
  })
  .meta({ id: 'CategoryPage' });

export const getCategory = route({
  method: 'GET',
  path: '/categories/:slug',
  summary: 'The page of a category',
  access: 'public',
  params: z.strictObject({ slug: Slug }),
  answers: { 200: CategoryPage },
  problems: ['category.not-found'],
  cacheSeconds: 2,
});

const fields = { name: line(60), description: freeText(500, 0) };

export const createCategory = route({
  method: 'POST',
  path: '/categories',
  summary: 'Make a category',
  access: { role: 'administrator' },
  body: z.strictObject({ name: fields.name, description: fields.description.default('') }),
  answers: { 201: Category },
  problems: ['category.name-taken'],
});

export const changeCategory = route({
  method: 'PATCH',
  path: '/categories/:categoryId',
  summary: 'Rename or describe a category; its address stays',
  access: { role: 'administrator' },
  params: ById,
  body: z.strictObject({
    version: Version,
    name: fields.name.optional(),
    description: fields.description.optional(),
  }),
  answers: { 200: Category },
  problems: ['category.not-found', 'category.name-taken', 'version.stale'],
});

export const deleteCategory = route({
  method: 'DELETE',
  path: '/categories/:categoryId',
  summary: 'Delete a category that no course is in',
  access: { role: 'administrator' },
  params: ById,
  answers: { 204: z.undefined() },
  problems: ['category.not-found', 'category.in-use'],
});
