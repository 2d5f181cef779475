import { randomUUID } from 'node:crypto';
import {
  type AuthoredCourse,
  addLecture,
  addSection,
  type BodyOf,
  changeCourse,
  createCourse,
} from '@studynotion/contracts';
import { ApiClient } from './api-client.ts';
import { newCategory } from './courses.ts';
import { openSession } from './people.ts';
import { seededAccount } from './running-platform.ts';

export const anArticle = { kind: 'article', title: 'One', markdown: 'Some words.' } as const;

/** Everything there is to say of a course but its category. */
export const fullInformation: Omit<BodyOf<typeof changeCourse>, 'version'> = {
  title: 'Another title',
  summary: 'As short as it gets.',
  description: 'All there is to say.',
  whatYouWillLearn: ['That it works'],
  requirements: ['Nothing'],
  tags: ['small'],
  level: 'advanced',
  language: 'hi',
  price: { amount: 49900, currency: 'INR' },
  thumbnailMediaId: null,
};

/** Somebody of this role, logged in. */
export async function signedIn(role: 'administrator' | 'instructor'): Promise<ApiClient> {
  const client = new ApiClient();
  await openSession(client, seededAccount(role));
  return client;
}

export function categoryForm() {
  return { name: `Category ${randomUUID()}`, description: 'For a while.' };
}

/** A new category, and an administrator. */
export async function madeCategory() {
  const { accessToken } = await signedIn('administrator');
  const { id } = await newCategory();
  return { accessToken, params: { categoryId: id } };
}

/** A new course of the instructor's with a section and an article, to which nothing is missing. */
export async function writtenCourse() {
  const { categoryId } = (await madeCategory()).params;
  const client = await signedIn('instructor');
  let course: AuthoredCourse = await client.call(createCourse, 201, { body: { title: 'A course', categoryId } });
  const params = { courseId: course.id };
  course = await client.call(changeCourse, 200, { params, body: { version: course.version, ...fullInformation } });
  course = await client.call(addSection, 201, { params, body: { version: course.version, title: 'A section' } });
  const ofSection = { ...params, sectionId: course.sections[0]?.id ?? '' };
  const lecture = { version: course.version, ...anArticle, preview: false };
  course = await client.call(addLecture, 201, { params: ofSection, body: lecture });
  const ofLecture = { ...params, lectureId: course.sections[0]?.lectures[0]?.id ?? '' };
  const { accessToken } = client;
  return {
    client,
    categoryId,
    version: course.version,
    sections: course.sections,
    ofCourse: { accessToken, params },
    ofSection: { accessToken, params: ofSection },
    ofLecture: { accessToken, params: ofLecture },
  };
}
