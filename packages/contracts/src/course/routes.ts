import { z } from 'zod';
import { EmailAddress, Id, Instant, line, Money, PersonName, page, pageQuery, Slug, Version } from '../primitives.ts';
import { routesOf } from '../route.ts';

const route = routesOf('course-service');

export const Level = z.enum(['beginner', 'intermediate', 'advanced']);

export const InstructorCard = z.strictObject({ accountId: Id, firstName: PersonName, lastName: PersonName });

/** A course as a card in the catalogue. */
export const CourseCard = z
  .strictObject({
    id: Id,
    slug: Slug,
    title: z.string(),
    summary: z.string(),
    level: Level,
    language: z.string(),
    price: Money,
    instructor: InstructorCard,
    lectureCount: z.int(),
    publishedAt: Instant,
  })
  .meta({ id: 'CourseCard' });
export type CourseCard = z.infer<typeof CourseCard>;

/** A lecture as anybody may see it: without its content. */
export const OutlineLecture = z.strictObject({
  id: Id,
  title: z.string(),
  kind: z.enum(['article']),
  readingSeconds: z.int(),
});
export const OutlineSection = z.strictObject({ id: Id, title: z.string(), lectures: z.array(OutlineLecture) });

export const CoursePage = CourseCard.extend({
  description: z.string(),
  whatYouWillLearn: z.array(z.string()),
  sections: z.array(OutlineSection),
}).meta({ id: 'CoursePage' });
export type CoursePage = z.infer<typeof CoursePage>;

export const listCourses = route({
  method: 'GET',
  path: '/courses',
  summary: 'The catalogue, newest first',
  access: 'public',
  query: z.strictObject({ ...pageQuery }),
  answers: { 200: page(CourseCard) },
  problems: [],
  cacheSeconds: 2,
});

export const getCourse = route({
  method: 'GET',
  path: '/courses/:slug',
  summary: 'The page of a course',
  access: 'public',
  params: z.strictObject({ slug: Slug }),
  answers: { 200: CoursePage },
  problems: ['course.not-found'],
  cacheSeconds: 2,
});

export const LearningCourse = z
  .strictObject({
    id: Id,
    slug: Slug,
    title: z.string(),
    instructor: InstructorCard,
    sections: z.array(OutlineSection),
  })
  .meta({ id: 'LearningCourse' });

export const listMyCourses = route({
  method: 'GET',
  path: '/learning',
  summary: 'The courses I am enrolled in, newest first',
  access: 'signed-in',
  query: z.strictObject({ ...pageQuery }),
  answers: { 200: page(CourseCard.extend({ enrolledAt: Instant })) },
  problems: ['service.unavailable'],
});

export const getLearningCourse = route({
  method: 'GET',
  path: '/learning/:courseId',
  summary: 'The outline of a course for those who may read it',
  access: 'signed-in',
  params: z.strictObject({ courseId: Id }),
  answers: { 200: LearningCourse },
  problems: ['course.not-found', 'enrollment.required', 'service.unavailable'],
});

export const Lecture = z
  .strictObject({ id: Id, courseId: Id, title: z.string(), kind: z.literal('article'), markdown: z.string() })
  .meta({ id: 'Lecture' });

export const getLecture = route({
  method: 'GET',
  path: '/learning/:courseId/lectures/:lectureId',
  summary: 'The content of a lecture, for those who may read it',
  access: 'signed-in',
  params: z.strictObject({ courseId: Id, lectureId: Id }),
  answers: { 200: Lecture },
  problems: ['course.not-found', 'lecture.not-found', 'enrollment.required', 'service.unavailable'],
});

/** The documented format of `npm start -- --import <file>`; docs/course-import.md explains it. */
export const CourseImport = z.strictObject({
  format: z.literal('studynotion-courses-v1'),
  instructor: z.strictObject({ email: EmailAddress }),
  courses: z
    .array(
      z.strictObject({
        slug: Slug,
        title: line(120),
        summary: line(300),
        description: z.string().trim().min(1).max(10_000),
        whatYouWillLearn: z.array(line(200)).min(1).max(20),
        level: Level,
        language: z.string().regex(/^[a-z]{2,3}(-[A-Z]{2})?$/, 'must be a language tag such as en or hi'),
        /** In paise; 0 is free. */
        price: Money,
        sections: z
          .array(
            z.strictObject({
              title: line(120),
              lectures: z
                .array(
                  z.strictObject({
                    title: line(120),
                    kind: z.literal('article'),
                    markdown: z.string().trim().min(1).max(100_000),
                  }),
                )
                .min(1)
                .max(100),
            }),
          )
          .min(1)
          .max(50),
      }),
    )
    .min(1)
    .max(200),
});
export type CourseImport = z.infer<typeof CourseImport>;

export const importCourses = route({
  method: 'POST',
  path: '/course-imports',
  summary: 'Import courses of an approved instructor; the same slug again replaces the course',
  access: { role: 'administrator' },
  body: CourseImport,
  bodyLimit: 3 * 1024 * 1024,
  answers: { 200: z.strictObject({ created: z.int(), updated: z.int(), unchanged: z.int() }) },
  problems: ['course-import.invalid', 'service.unavailable'],
});

/** What the shop must know of a course. */
export const CourseOffer = z
  .strictObject({
    courseId: Id,
    version: Version,
    slug: Slug,
    title: z.string(),
    price: Money,
    instructorId: Id,
    onSale: z.boolean(),
  })
  .meta({ id: 'CourseOffer' });
export type CourseOffer = z.infer<typeof CourseOffer>;

export const getCourseOffer = route({
  method: 'GET',
  path: '/courses/:courseId/offer',
  summary: 'Price and state of a course for the shop',
  access: { callers: ['payment-service', 'rating-review-service'] },
  params: z.strictObject({ courseId: Id }),
  answers: { 200: CourseOffer },
  problems: ['course.not-found'],
});
