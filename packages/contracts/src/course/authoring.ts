import { z } from 'zod';
import { Balance, freeText, Id, Instant, line, Money, page, pageQuery, Slug, Version } from '../primitives.ts';
import { routesOf } from '../route.ts';
import { Language, Level } from './routes.ts';

const route = routesOf('course-service');

/** A lecture as its instructor edits it. */
export const AuthoredLecture = z.strictObject({
  id: Id,
  title: z.string(),
  kind: z.enum(['article', 'video']),
  preview: z.boolean(),
  /** Of a video: whether it can be watched already. Articles are ready at once. */
  state: z.enum(['ready', 'processing', 'failed']),
  durationSeconds: z.int().optional(),
  readingSeconds: z.int().optional(),
  mediaId: Id.optional(),
});
export const AuthoredSection = z.strictObject({ id: Id, title: z.string(), lectures: z.array(AuthoredLecture) });

/** A course as its instructor edits it. Every change names the version it was made on. */
export const AuthoredCourse = z
  .strictObject({
    id: Id,
    version: Version,
    slug: Slug,
    status: z.enum(['draft', 'published']),
    title: z.string(),
    summary: z.string(),
    description: z.string(),
    whatYouWillLearn: z.array(z.string()),
    requirements: z.array(z.string()),
    tags: z.array(z.string()),
    level: Level,
    language: z.string(),
    price: Money,
    categoryId: Id.optional(),
    thumbnail: z.strictObject({ mediaId: Id, imageUrl: z.url() }).optional(),
    sections: z.array(AuthoredSection),
    /** What is missing before it can be published; empty where nothing is. */
    missing: z.array(
      z.enum(['category', 'summary', 'description', 'what-you-will-learn', 'ready-lecture', 'approval']),
    ),
    createdAt: Instant,
    changedAt: Instant,
  })
  .meta({ id: 'AuthoredCourse' });
export type AuthoredCourse = z.infer<typeof AuthoredCourse>;

const information = {
  title: line(120),
  summary: line(300, 0),
  description: freeText(10_000, 0),
  whatYouWillLearn: z.array(line(200)).max(20),
  requirements: z.array(line(200)).max(20),
  tags: z.array(line(40)).max(20),
  level: Level,
  language: Language,
  /** In paise: 0, or what Razorpay takes at least, one rupee. */
  price: Money.extend({
    amount: Money.shape.amount
      .refine((amount) => amount === 0 || amount >= 100, 'must be 0 or at least 100 paise')
      .meta({ anyOf: [{ const: 0 }, { type: 'integer', minimum: 100 }] }),
  }),
  categoryId: Id,
};

const OfCourse = z.strictObject({ courseId: Id });
const OfSection = z.strictObject({ courseId: Id, sectionId: Id });
const OfLecture = z.strictObject({ courseId: Id, lectureId: Id });
const ofInstructor = { access: { role: 'instructor' } } as const;
const onVersion = { version: Version };

export const createCourse = route({
  method: 'POST',
  path: '/courses',
  summary: 'Begin a course; it is a draft until it is published',
  ...ofInstructor,
  body: z.strictObject({ title: information.title, categoryId: information.categoryId.optional() }),
  answers: { 201: AuthoredCourse },
  problems: ['category.not-found', 'service.unavailable'],
});

export const listOwnCourses = route({
  method: 'GET',
  path: '/instructor/courses',
  summary: 'The courses I teach, last changed first',
  ...ofInstructor,
  query: z.strictObject({ ...pageQuery }),
  answers: {
    200: page(
      AuthoredCourse.pick({
        id: true,
        slug: true,
        status: true,
        title: true,
        price: true,
        thumbnail: true,
        createdAt: true,
        changedAt: true,
      }).extend({ lectureCount: z.int(), durationSeconds: z.int() }),
    ),
  },
  problems: [],
});

export const getOwnCourse = route({
  method: 'GET',
  path: '/instructor/courses/:courseId',
  summary: 'A course of mine, to edit it',
  ...ofInstructor,
  params: OfCourse,
  answers: { 200: AuthoredCourse },
  problems: ['course.not-found'],
});

export const changeCourse = route({
  method: 'PATCH',
  path: '/courses/:courseId',
  summary: 'Change what is said of a course; only what is sent is touched',
  ...ofInstructor,
  params: OfCourse,
  body: z.strictObject({
    ...onVersion,
    title: information.title.optional(),
    summary: information.summary.optional(),
    description: information.description.optional(),
    whatYouWillLearn: information.whatYouWillLearn.optional(),
    requirements: information.requirements.optional(),
    tags: information.tags.optional(),
    level: information.level.optional(),
    language: information.language.optional(),
    price: information.price.optional(),
    categoryId: information.categoryId.optional(),
    /** A picture that is ready; `null` takes it away. */
    thumbnailMediaId: Id.nullable().optional(),
  }),
  answers: { 200: AuthoredCourse },
  problems: [
    'course.not-found',
    'category.not-found',
    'media.not-found',
    'media.unsuitable',
    'course.not-publishable',
    'version.stale',
    'service.unavailable',
  ],
});

export const deleteCourse = route({
  method: 'DELETE',
  path: '/courses/:courseId',
  summary: 'Delete a course that nobody is enrolled in',
  ...ofInstructor,
  params: OfCourse,
  answers: { 204: z.undefined() },
  problems: ['course.not-found', 'course.has-students', 'version.stale', 'service.unavailable'],
});

export const publishCourse = route({
  method: 'POST',
  path: '/courses/:courseId/publish',
  summary: 'Put a course on sale',
  ...ofInstructor,
  params: OfCourse,
  body: z.strictObject(onVersion),
  answers: { 200: AuthoredCourse },
  problems: ['course.not-found', 'course.not-publishable', 'version.stale'],
});

export const unpublishCourse = route({
  method: 'POST',
  path: '/courses/:courseId/unpublish',
  summary: 'Take a course off sale; who is enrolled keeps it',
  ...ofInstructor,
  params: OfCourse,
  body: z.strictObject(onVersion),
  answers: { 200: AuthoredCourse },
  problems: ['course.not-found', 'version.stale'],
});

const outlineProblems = ['course.not-found', 'course.not-publishable', 'version.stale'] as const;

export const addSection = route({
  method: 'POST',
  path: '/courses/:courseId/sections',
  summary: 'Add a section at the end',
  ...ofInstructor,
  params: OfCourse,
  body: z.strictObject({ ...onVersion, title: line(120) }),
  answers: { 201: AuthoredCourse },
  problems: [...outlineProblems, 'outline.full'],
});

export const changeSection = route({
  method: 'PATCH',
  path: '/courses/:courseId/sections/:sectionId',
  summary: 'Rename a section',
  ...ofInstructor,
  params: OfSection,
  body: z.strictObject({ ...onVersion, title: line(120) }),
  answers: { 200: AuthoredCourse },
  problems: [...outlineProblems, 'section.not-found'],
});

export const deleteSection = route({
  method: 'DELETE',
  path: '/courses/:courseId/sections/:sectionId',
  summary: 'Delete a section with its lectures',
  ...ofInstructor,
  params: OfSection,
  query: z.strictObject({ version: z.coerce.number().int().min(1) }),
  answers: { 200: AuthoredCourse },
  problems: [...outlineProblems, 'section.not-found'],
});

const Markdown = freeText(100_000);

/** An article of at most this many characters is a body of this many bytes. */
const ARTICLE_BODY_LIMIT = 512 * 1024;

export const addLecture = route({
  method: 'POST',
  path: '/courses/:courseId/sections/:sectionId/lectures',
  summary: 'Add a lecture at the end of a section: an article, or a video that was uploaded',
  ...ofInstructor,
  params: OfSection,
  body: z.discriminatedUnion('kind', [
    z.strictObject({
      ...onVersion,
      kind: z.literal('article'),
      title: line(120),
      preview: z.boolean().default(false),
      markdown: Markdown,
    }),
    z.strictObject({
      ...onVersion,
      kind: z.literal('video'),
      title: line(120),
      preview: z.boolean().default(false),
      mediaId: Id,
    }),
  ]),
  bodyLimit: ARTICLE_BODY_LIMIT,
  answers: { 201: AuthoredCourse },
  problems: [
    ...outlineProblems,
    'section.not-found',
    'media.not-found',
    'media.unsuitable',
    'outline.full',
    'service.unavailable',
  ],
});

export const changeLecture = route({
  method: 'PATCH',
  path: '/courses/:courseId/lectures/:lectureId',
  summary: 'Change a lecture; only what is sent is touched, and its kind stays',
  ...ofInstructor,
  params: OfLecture,
  body: z.strictObject({
    ...onVersion,
    title: line(120).optional(),
    preview: z.boolean().optional(),
    markdown: Markdown.optional(),
    mediaId: Id.optional(),
  }),
  bodyLimit: ARTICLE_BODY_LIMIT,
  answers: { 200: AuthoredCourse },
  problems: [...outlineProblems, 'lecture.not-found', 'media.not-found', 'media.unsuitable', 'service.unavailable'],
});

export const deleteLecture = route({
  method: 'DELETE',
  path: '/courses/:courseId/lectures/:lectureId',
  summary: 'Delete a lecture',
  ...ofInstructor,
  params: OfLecture,
  query: z.strictObject({ version: z.coerce.number().int().min(1) }),
  answers: { 200: AuthoredCourse },
  problems: [...outlineProblems, 'lecture.not-found'],
});

export const orderOutline = route({
  method: 'PUT',
  path: '/courses/:courseId/outline',
  summary: 'Put sections and lectures into another order; exactly those that are there',
  ...ofInstructor,
  params: OfCourse,
  body: z.strictObject({
    ...onVersion,
    sections: z.array(z.strictObject({ id: Id, lectureIds: z.array(Id).max(100) })).max(50),
  }),
  answers: { 200: AuthoredCourse },
  problems: [...outlineProblems, 'outline.not-a-permutation'],
});

/** The text of an article, to edit it. */
export const getOwnArticle = route({
  method: 'GET',
  path: '/instructor/courses/:courseId/lectures/:lectureId/article',
  summary: 'The text of an article of mine',
  ...ofInstructor,
  params: OfLecture,
  answers: { 200: z.strictObject({ markdown: z.string() }) },
  problems: ['course.not-found', 'lecture.not-found'],
});

/** What an instructor's courses brought; money by payments received, from the ledger. */
export const InstructorDashboard = z
  .strictObject({
    students: z.int(),
    income: Money,
    averageRating: z.number().min(0).max(5),
    courses: z.array(
      z.strictObject({
        courseId: Id,
        title: z.string(),
        slug: Slug,
        students: z.int(),
        income: Money,
        rating: z.strictObject({ average: z.number(), count: z.int() }),
      }),
    ),
    /** The last twelve months with income, oldest first; `month` is `YYYY-MM`. */
    months: z.array(z.strictObject({ month: z.string(), income: Balance })),
  })
  .meta({ id: 'InstructorDashboard' });

export const getInstructorDashboard = route({
  method: 'GET',
  path: '/instructor/dashboard',
  summary: 'Students, income and ratings of my courses',
  ...ofInstructor,
  answers: { 200: InstructorDashboard },
  problems: ['service.unavailable'],
});
