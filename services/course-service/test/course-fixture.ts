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
  service.sidecar.respond('payment-service', 'GET /internal/enrollments/', () => ({
    status: 200,
    body: { enrolled: false },
  }));
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
