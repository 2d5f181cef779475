import {
  API_PREFIX,
  accountDeleted,
  coursePublished,
  enrollmentGranted,
  profileChanged,
  type Review,
} from '@studynotion/contracts';
import { createLogger, newId, startService } from '@studynotion/service-kit';
import { startTestService, type TestService, testAppToken } from '@studynotion/service-kit/testing';
import { ratingReviewService } from '../src/app.ts';
import { readConfiguration } from '../src/config.ts';

/** Somebody who may ask. */
export interface Person {
  readonly accountId: string;
  readonly token: string;
}

/** A rating-review-service whose fake neighbours know no courses, enrolments or accounts. */
export async function startRatingService(): Promise<RatingTestService> {
  const service = await startTestService(ratingReviewService, readConfiguration());
  answerNothing(service);
  return new RatingTestService(service);
}

/** Lets the neighbours know nothing and nobody. */
export function answerNothing({ sidecar }: TestService): void {
  sidecar.respond('payment-service', 'GET /internal/enrollments/', () => ({ status: 200, body: { enrolled: false } }));
  sidecar.respond('course-service', 'GET /internal/courses/', () => aProblem(404, 'course.not-found'));
  sidecar.respond('auth-service', 'GET /internal/accounts/', () => aProblem(404, 'account.not-found'));
}

export function aProblem(status: number, code: string) {
  return { status, body: { type: `urn:studynotion:problem:${code}`, title: 'No.', status, code } };
}

/** The service, and what tests of it do all the time. */
export class RatingTestService {
  readonly kit: TestService;

  constructor(kit: TestService) {
    this.kit = kit;
  }

  /** Publishes a course. */
  async course({ id = newId(), instructorId = newId(), version = 1, title = 'About things' } = {}) {
    const price = { amount: 49900, currency: 'INR' as const };
    const offer = { aggregateId: id, version, slug: `about-${id}`, title, price, instructorId };
    await this.#deliver(coursePublished, offer);
    return { id, instructorId, title, slug: offer.slug };
  }

  /** Somebody with a profile, enrolled in these courses. */
  async learner(...courseIds: readonly string[]): Promise<Person> {
    const accountId = newId();
    await this.#deliver(profileChanged, { aggregateId: accountId, version: 1, firstName: 'Asha', lastName: 'Rao' });
    for (const courseId of courseIds) await this.enroll(accountId, courseId);
    return { accountId, token: this.kit.tokens.tokenOf(accountId) };
  }

  enroll(accountId: string, courseId: string, version = 1): Promise<void> {
    const grantedAt = new Date().toISOString();
    const aggregateId = `${accountId}:${courseId}`;
    return this.#deliver(enrollmentGranted, { aggregateId, version, accountId, courseId, orderId: newId(), grantedAt });
  }

  deleteAccount(accountId: string): Promise<void> {
    const deletedAt = new Date().toISOString();
    const person = { email: 'asha@studynotion.example', firstName: 'Asha' };
    return this.#deliver(accountDeleted, { aggregateId: accountId, version: 7, ...person, deletedAt });
  }

  put({ token }: Person, courseId: string, rating: number, text?: string) {
    return this.kit.call('PUT', `/courses/${courseId}/reviews/mine`, { token, body: { rating, text } });
  }

  remove({ token }: Person, courseId: string) {
    return this.kit.call('DELETE', `/courses/${courseId}/reviews/mine`, { token });
  }

  mine({ token }: Person, courseId: string) {
    return this.kit.call('GET', `/courses/${courseId}/reviews/mine`, { token });
  }

  list(courseId: string, query = '') {
    return this.kit.call('GET', `/courses/${courseId}/reviews${query}`);
  }

  async summary(courseId: string) {
    return (await this.list(courseId)).body.summary;
  }

  async featured(): Promise<(Review & { courseTitle: string; courseSlug: string })[]> {
    return (await this.kit.call('GET', '/reviews/featured')).body.items;
  }

  documents(collection: 'reviews' | 'ratings' | 'people' | 'enrollments') {
    return this.kit.database.collection<{ _id: string; [field: string]: unknown }>(collection);
  }

  /** A second process's worth of the service, on the same database and broker. */
  async startReplica(): Promise<{ replica: RatingTestService; stop: () => Promise<void> }> {
    const { clock, database, sidecar } = this.kit;
    const configuration = readConfiguration();
    const running = await startService(
      ratingReviewService,
      {
        ...configuration,
        app: { ...configuration.app, database: database.name },
        appPort: 0,
        operationsPort: 0,
        appApiToken: testAppToken,
      },
      { clock, sidecar, logger: createLogger({ app: configuration.app.id, level: 'silent' }) },
    );
    const call: TestService['call'] = async (method, path, { token, body } = {}) => {
      const answer = await fetch(`${running.url}${API_PREFIX}${path}`, {
        method,
        headers: {
          'dapr-api-token': testAppToken,
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        body: body === undefined ? null : JSON.stringify(body),
      });
      const text = await answer.text();
      return { status: answer.status, headers: {}, body: text === '' ? '' : JSON.parse(text) };
    };
    return { replica: new RatingTestService({ ...this.kit, call }), stop: () => running.stop() };
  }

  async #deliver(...delivery: Parameters<TestService['deliver']>): Promise<void> {
    const status = await this.kit.deliver(...delivery);
    if (status !== 200) throw new Error(`${delivery[0].type} was answered ${status}`);
  }
}
