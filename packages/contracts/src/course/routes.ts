import { z } from 'zod';
import { Playback } from '../media/routes.ts';
import {
  EmailAddress,
  freeText,
  Id,
  Instant,
  line,
  Money,
  PersonName,
  page,
  pageQuery,
  Slug,
  Version,
} from '../primitives.ts';
import { routesOf } from '../route.ts';
import { Progress } from './progress.ts';

const route = routesOf('course-service');

export const Level = z.enum(['beginner', 'intermediate', 'advanced']);

export const Language = z.string().regex(/^[a-z]{2,3}(-[A-Z]{2})?$/, 'must be a language tag such as en or hi');

/** Who teaches a course, as far as everybody may know; without names where the account was deleted. */
export const InstructorCard = z.strictObject({
  accountId: Id,
  firstName: PersonName.optional(),
  lastName: PersonName.optional(),
  pictureUrl: z.url().optional(),
});

export const CategoryCard = z.strictObject({ id: Id, slug: Slug, name: z.string() });

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
    category: CategoryCard.optional(),
    thumbnailUrl: z.url().optional(),
    /** `average` has one decimal and is 0 where nobody rated. */
    rating: z.strictObject({ average: z.number().min(0).max(5), count: z.int().min(0) }),
    studentCount: z.int().min(0),
    lectureCount: z.int(),
    /** Of its videos, and the time that reading its articles takes. */
    durationSeconds: z.int().min(0),
    publishedAt: Instant,
  })
  .meta({ id: 'CourseCard' });
export type CourseCard = z.infer<typeof CourseCard>;

/** A lecture as anybody may see it: without its content. A video that cannot be watched yet is not there yet. */
export const OutlineLecture = z.strictObject({
  id: Id,
  title: z.string(),
  kind: z.enum(['article', 'video']),
  /** Whether anybody may see its content. */
  preview: z.boolean(),
  /** Of an article. */
  readingSeconds: z.int().optional(),
  /** Of a video. */
  durationSeconds: z.int().optional(),
});
export const OutlineSection = z.strictObject({ id: Id, title: z.string(), lectures: z.array(OutlineLecture) });

export const CoursePage = CourseCard.extend({
  instructor: InstructorCard.extend({ about: z.string().optional() }),
  description: z.string(),
  whatYouWillLearn: z.array(z.string()),
  requirements: z.array(z.string()),
  tags: z.array(z.string()),
  sections: z.array(OutlineSection),
}).meta({ id: 'CoursePage' });
export type CoursePage = z.infer<typeof CoursePage>;

const Count = z.int().min(0);

/** How many courses there would be for each choice, with all other filters as they are. */
export const CatalogueFacets = z
  .strictObject({
    /** With all filters. */
    total: Count,
    categories: z.array(CategoryCard.extend({ count: Count })),
    levels: z.array(z.strictObject({ level: Level, count: Count })),
    languages: z.array(z.strictObject({ language: z.string(), count: Count })),
    /** Courses rated so or better. */
    ratings: z.array(z.strictObject({ ratingMin: z.number(), count: Count })),
    prices: z.strictObject({ free: Count, paid: Count }),
  })
  .meta({ id: 'CatalogueFacets' });
export type CatalogueFacets = z.infer<typeof CatalogueFacets>;

export const CatalogueSort = z.enum(['new', 'popular', 'rating', 'price-low', 'price-high']);
export type CatalogueSort = z.infer<typeof CatalogueSort>;

const amount = z.coerce.number().int().min(0).max(100_000_000_00);

export const listCourses = route({
  method: 'GET',
  path: '/courses',
  summary: 'The catalogue; a course is found by the beginnings of words in its title, tags and summary',
  access: 'public',
  query: z.strictObject({
    ...pageQuery,
    q: freeText(100).optional(),
    category: Slug.optional(),
    level: Level.optional(),
    language: Language.optional(),
    /** In paise, both ends included. */
    priceMin: amount.optional(),
    priceMax: amount.optional(),
    ratingMin: z.coerce.number().min(0).max(5).optional(),
    sort: CatalogueSort.default('new'),
    facets: z.enum(['true', 'false']).default('false'),
  }),
  answers: { 200: page(CourseCard).extend({ facets: CatalogueFacets.optional() }) },
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

const lectureFields = { id: Id, courseId: Id, title: z.string() };

/** A lecture with its content. */
export const Lecture = z
  .discriminatedUnion('kind', [
    z.strictObject({ ...lectureFields, kind: z.literal('article'), markdown: z.string() }),
    z.strictObject({ ...lectureFields, kind: z.literal('video'), durationSeconds: z.int().min(1), playback: Playback }),
  ])
  .meta({ id: 'Lecture' });
export type Lecture = z.infer<typeof Lecture>;

export const getPreviewLecture = route({
  method: 'GET',
  path: '/courses/:slug/lectures/:lectureId',
  summary: 'The content of a lecture that is open to everybody',
  access: 'public',
  params: z.strictObject({ slug: Slug, lectureId: Id }),
  answers: { 200: Lecture },
  problems: ['course.not-found', 'lecture.not-found', 'lecture.not-open', 'service.unavailable'],
});

export const LearningCourse = z
  .strictObject({
    id: Id,
    slug: Slug,
    title: z.string(),
    instructor: InstructorCard,
    sections: z.array(OutlineSection),
    progress: Progress,
  })
  .meta({ id: 'LearningCourse' });

export const listMyCourses = route({
  method: 'GET',
  path: '/learning',
  summary: 'The courses I am enrolled in, newest first',
  access: 'signed-in',
  query: z.strictObject({ ...pageQuery }),
  answers: {
    200: page(
      CourseCard.extend({
        enrolledAt: Instant,
        progress: Progress.pick({ percent: true, lastLectureId: true, completedAt: true }),
      }),
    ),
  },
  problems: ['service.unavailable'],
});

export const getLearningCourse = route({
  method: 'GET',
  path: '/learning/:courseId',
  summary: 'The outline of a course for those who may read it, and how far I am',
  access: 'signed-in',
  params: z.strictObject({ courseId: Id }),
  answers: { 200: LearningCourse },
  problems: ['course.not-found', 'enrollment.required', 'service.unavailable'],
});

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
        description: freeText(10_000),
        whatYouWillLearn: z.array(line(200)).min(1).max(20),
        /** Left out: those it has already, or none. */
        requirements: z.array(line(200)).max(20).optional(),
        tags: z.array(line(40)).max(20).optional(),
        /** Slug or name of a category; a name that there is not yet becomes one. */
        category: line(60).optional(),
        level: Level,
        language: Language,
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
                    preview: z.boolean().default(false),
                    markdown: freeText(100_000),
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
    thumbnailUrl: z.url().optional(),
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

export const countCoursesOnSale = route({
  method: 'GET',
  path: '/instructors/:accountId/courses-on-sale',
  summary: 'How many courses an instructor has on sale; an account with some is not deleted',
  access: { callers: ['user-profile-service'] },
  params: z.strictObject({ accountId: Id }),
  answers: { 200: z.strictObject({ count: z.int().min(0) }) },
  problems: [],
});
