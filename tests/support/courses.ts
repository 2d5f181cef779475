import { randomUUID } from 'node:crypto';
import {
  type AuthoredCourse,
  addLecture,
  addSection,
  type Category,
  changeCourse,
  createCategory,
  createCourse,
  getCourse,
  getOwnCourse,
  importCourses,
  listOwnCourses,
  publishCourse,
  unpublishCourse,
} from '@studynotion/contracts';
import { ApiClient } from './api-client.ts';
import { type Person, seededAdministrator } from './people.ts';

/** A draft that could be put on sale: one section with an article that is closed and one that is open to everybody. */
export async function newDraft(
  { client }: Pick<Person, 'client'>,
  { amount = 0 }: { readonly amount?: number } = {},
): Promise<AuthoredCourse> {
  const title = `A course of ${randomUUID()}`;
  const { id: categoryId } = await someCategory();
  const { id } = await client.call(createCourse, 201, { body: { title, categoryId } });
  const params = { courseId: id };
  await client.call(changeCourse, 200, {
    params,
    body: {
      version: 1,
      summary: 'As small as they come.',
      description: 'One section with two lectures.',
      whatYouWillLearn: ['That it works'],
      price: { amount, currency: 'INR' },
    },
  });
  const { sections } = await client.call(addSection, 201, { params, body: { version: 2, title: 'The section' } });
  const inSection = { ...params, sectionId: sections[0]?.id ?? '' };
  await client.call(addLecture, 201, { params: inSection, body: { version: 3, ...article, preview: false } });
  return client.call(addLecture, 201, { params: inSection, body: { version: 4, ...article, preview: true } });
}

/** A course on sale, by an approved instructor. */
export async function newCourse(
  instructor: Pick<Person, 'client'>,
  options: { readonly amount?: number } = {},
): Promise<AuthoredCourse> {
  const { id, version } = await newDraft(instructor, options);
  return instructor.client.call(publishCourse, 200, { params: { courseId: id }, body: { version } });
}

/** Takes all courses of an instructor off sale, so that the catalogue is for others as they expect it. */
export async function takeOffSale({ client }: Pick<Person, 'client'>): Promise<void> {
  const { items } = await client.call(listOwnCourses, 200, { query: { limit: '100' } });
  for (const { id, status } of items) {
    if (status !== 'published') continue;
    const params = { courseId: id };
    const { version } = await client.call(getOwnCourse, 200, { params });
    await client.call(unpublishCourse, 200, { params, body: { version } });
  }
}

const article = { kind: 'article', title: 'A lecture', markdown: '# One lecture' } as const;

let category: Promise<Category> | undefined;

/** A category that stays. */
export function someCategory(): Promise<Category> {
  category ??= newCategory();
  return category;
}

/** A category of its own, with nothing in it. */
export async function newCategory(): Promise<Category> {
  const administrator = await seededAdministrator();
  const body = { name: `Category ${randomUUID()}`, description: '' };
  return administrator.call(createCategory, 201, { body });
}

/** Courses on sale of one section each, made in one go. @returns their ids */
export async function newCourses({ email }: Pick<Person, 'email'>, count: number, { amount = 0, lectures = 1 } = {}) {
  const courses = Array.from({ length: count }, () => ({
    slug: `course-${randomUUID()}`,
    title: 'One of many',
    summary: 'As small as they come.',
    description: 'One section.',
    whatYouWillLearn: ['That it works'],
    level: 'beginner' as const,
    language: 'en',
    price: { amount, currency: 'INR' as const },
    sections: [
      { title: 'The section', lectures: Array.from({ length: lectures }, () => ({ ...article, preview: false })) },
    ],
  }));
  const administrator = await seededAdministrator();
  const body = { format: 'studynotion-courses-v1' as const, instructor: { email }, courses };
  await administrator.call(importCourses, 200, { body });
  const visitor = new ApiClient();
  return Promise.all(courses.map(async ({ slug }) => (await visitor.call(getCourse, 200, { params: { slug } })).id));
}
