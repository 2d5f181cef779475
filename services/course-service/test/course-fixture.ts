import { type AuthoredCourse, type EventData, enrollmentGranted, type InstructorIncome } from '@studynotion/contracts';
import { newId } from '@studynotion/service-kit';
import { startTestService, type TestService } from '@studynotion/service-kit/testing';
import { courseService } from '../src/app.ts';
import { readConfiguration } from '../src/config.ts';

export const instructor = {
  id: newId(),
  email: 'instructor@studynotion.example',
  firstName: 'Asha',
  lastName: 'Menon',
  role: 'instructor',
  approved: true,
  version: 3,
};
export const administratorId = newId();

/** A course-service whose fake neighbours know one instructor and no enrolments. */
export async function startCourseService(): Promise<TestService> {
  const service = await startTestService(courseService, readConfiguration());
  answerAccount(service, instructor);
  service.sidecar.respond('auth-service', 'GET /internal/accounts/', ({ path }) => ({
    status: 200,
    body: { ...instructor, id: path.split('/').at(-1) },
  }));
  service.sidecar.respond('payment-service', 'GET /internal/enrollments/', () => ({
    status: 200,
    body: { enrolled: false },
  }));
  answerIncome(service);
  return service;
}

/** Lets auth-service know this account by its address, and nobody else. */
export function answerAccount({ sidecar }: TestService, account: typeof instructor): void {
  sidecar.respond('auth-service', 'POST /internal/accounts/find', ({ body }) => {
    const { email } = body as { email: string };
    if (email === account.email) return { status: 200, body: account };
    const problem = { type: 'urn:studynotion:problem:account.not-found', title: 'There is no such account.' };
    return { status: 404, body: { ...problem, status: 404, code: 'account.not-found' } };
  });
}

export const administrator = ({ tokens }: TestService) => tokens.tokenOf(administratorId, { role: 'administrator' });

export const aLecture = (title: string, markdown = `# ${title}\n\nSome words.`) => ({
  title,
  kind: 'article',
  markdown,
});

export const aCourse = (slug: string, change: Record<string, unknown> = {}) => ({
  slug,
  title: `About ${slug}`,
  summary: 'What it is about in one line.',
  description: 'What it is about in **many** lines.',
  whatYouWillLearn: ['One thing', 'Another thing'],
  level: 'beginner',
  language: 'en',
  price: { amount: 49900, currency: 'INR' },
  sections: [
    { title: 'First steps', lectures: [aLecture('Hello'), aLecture('World')] },
    { title: 'Next steps', lectures: [aLecture('Further')] },
  ],
  ...change,
});

export const anImport = (...courses: unknown[]) => ({
  format: 'studynotion-courses-v1',
  instructor: { email: instructor.email },
  courses,
});

/** Imports as an administrator. */
export const importInto = (service: TestService, body: unknown) =>
  service.call('POST', '/course-imports', { token: administrator(service), body });

export async function coursePage(service: TestService, slug: string) {
  const { status, body } = await service.call('GET', `/courses/${encodeURIComponent(slug)}`);
  if (status !== 200) throw new Error(`the page of ${slug} answers ${status}`);
  return body;
}

/** What payment-service says an instructor earned. */
export function answerIncome({ sidecar }: TestService, income: Partial<InstructorIncome> = {}): void {
  const body = { total: { amount: 0, currency: 'INR' }, courses: [], months: [], ...income };
  sidecar.respond('payment-service', 'GET /internal/instructors/', () => ({ status: 200, body }));
}

/** Lets media-service know this picture or video; a ready video of the instructor's, unless told otherwise. */
export function answerMedia({ sidecar }: TestService, change: Record<string, unknown> = {}) {
  const media = {
    id: newId(),
    ownerId: instructor.id,
    kind: 'video',
    state: 'ready',
    version: 3,
    durationSeconds: 90,
    ...change,
  };
  sidecar.respond('media-service', `GET /internal/media/${media.id}`, () => ({ status: 200, body: media }));
  return media;
}

export const noMedia = { status: 404, body: { type: 'x', title: 'x', status: 404, code: 'media.not-found' } };

/** Enrols an account as the event of a purchase does. */
export async function enrol(
  service: TestService,
  accountId: string,
  courseId: string,
  change: Partial<EventData<typeof enrollmentGranted>> = {},
): Promise<number> {
  return service.deliver(enrollmentGranted, {
    aggregateId: `${accountId}:${courseId}`,
    version: 1,
    accountId,
    courseId,
    orderId: newId(),
    grantedAt: new Date().toISOString(),
    ...change,
  });
}

/** An instructor at work: each step is a request, answers a course, and must succeed. */
export function anAuthor(service: TestService, { accountId = instructor.id, approved = true } = {}) {
  const token = service.tokens.tokenOf(accountId, { role: 'instructor', approved });
  const ask = (method: string, path: string, body?: unknown) => service.call(method, path, { token, body });
  const step = async (method: string, path: string, body?: unknown): Promise<AuthoredCourse> => {
    const answer = await ask(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const author = {
    accountId,
    token,
    ask,
    begin: (title = 'A course', fields: Record<string, unknown> = {}) => step('POST', '/courses', { title, ...fields }),
    load: (id: string) => step('GET', `/instructor/courses/${id}`),
    change: ({ id, version }: AuthoredCourse, fields: Record<string, unknown>) =>
      step('PATCH', `/courses/${id}`, { version, ...fields }),
    addSection: ({ id, version }: AuthoredCourse, title = 'A section') =>
      step('POST', `/courses/${id}/sections`, { version, title }),
    addArticle: (course: AuthoredCourse, fields: Record<string, unknown> = {}, section = course.sections.length - 1) =>
      step('POST', `/courses/${course.id}/sections/${course.sections[section]?.id}/lectures`, {
        version: course.version,
        kind: 'article',
        title: 'An article',
        markdown: 'Some words.',
        ...fields,
      }),
    addVideo: (course: AuthoredCourse, mediaId: string, fields: Record<string, unknown> = {}) =>
      step('POST', `/courses/${course.id}/sections/${course.sections.at(-1)?.id}/lectures`, {
        version: course.version,
        kind: 'video',
        title: 'A video',
        mediaId,
        ...fields,
      }),
    deleteLecture: ({ id, version }: AuthoredCourse, lectureId: string) =>
      step('DELETE', `/courses/${id}/lectures/${lectureId}?version=${version}`),
    publish: ({ id, version }: AuthoredCourse) => step('POST', `/courses/${id}/publish`, { version }),
    unpublish: ({ id, version }: AuthoredCourse) => step('POST', `/courses/${id}/unpublish`, { version }),
    /** A course with one section and one article, to which nothing is missing. */
    async complete(title = 'A course', fields: Record<string, unknown> = {}): Promise<AuthoredCourse> {
      const categoryId = await aCategory(service);
      const begun = await author.begin(title, { categoryId });
      const told = await author.change(begun, {
        summary: 'In one line.',
        description: 'In **many** lines.',
        whatYouWillLearn: ['One thing'],
        ...fields,
      });
      return author.addArticle(await author.addSection(told));
    },
    async onSale(title?: string, fields?: Record<string, unknown>): Promise<AuthoredCourse> {
      return author.publish(await author.complete(title, fields));
    },
  };
  return author;
}

/** The category of the tests, made where it is not there yet. */
export async function aCategory(service: TestService, name = 'Programming'): Promise<string> {
  const token = administrator(service);
  await service.call('POST', '/categories', { token, body: { name } });
  const { body } = await service.call('GET', '/categories');
  return body.items.find((category: { name: string }) => category.name === name).id;
}
