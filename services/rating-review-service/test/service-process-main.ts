import { createLogger, startService, systemClock } from '@studynotion/service-kit';
import { FakeSidecar, TestTokens, testAppToken } from '@studynotion/service-kit/testing';
import { ratingReviewService } from '../src/app.ts';
import { readConfiguration } from '../src/config.ts';
import type { ServiceProcessOptions } from './service-process.ts';

const { database, faultPointsFolder, accountIds, instructorId }: ServiceProcessOptions = JSON.parse(
  process.argv[2] ?? '',
);
const configuration = readConfiguration();
const sidecar = new FakeSidecar({
  clock: systemClock,
  secrets: { 'mongodb-uri': process.env.MONGODB_URI ?? '' },
});
const tokens = new TestTokens();
tokens.serve(sidecar);
const lastOf = (path: string, fromEnd = 1) => path.split('/').at(-fromEnd);
sidecar.respond('payment-service', 'GET /internal/enrollments/', () => ({
  status: 200,
  body: { enrolled: true, enrolledAt: '2026-02-03T04:05:06.000Z', version: 1 },
}));
sidecar.respond('course-service', 'GET /internal/courses/', ({ path }) => ({
  status: 200,
  body: {
    courseId: lastOf(path, 2),
    version: 1,
    slug: 'knots',
    title: 'Knots',
    price: { amount: 0, currency: 'INR' },
    instructorId,
    onSale: true,
  },
}));
sidecar.respond('auth-service', 'GET /internal/accounts/', ({ path }) => ({
  status: 200,
  body: {
    id: lastOf(path),
    email: 'asha@studynotion.example',
    firstName: 'Asha',
    lastName: 'Rao',
    role: 'student',
    approved: true,
    version: 1,
  },
}));
// The broker stays away: what was announced can be read in the outboxes.
sidecar.break('publish');

const service = await startService(
  ratingReviewService,
  {
    ...configuration,
    app: { ...configuration.app, database },
    appPort: 0,
    operationsPort: 0,
    appApiToken: testAppToken,
    faultPointsFolder,
  },
  { sidecar, clock: systemClock, logger: createLogger({ app: configuration.app.id, level: 'silent' }) },
);
process.on('SIGTERM', () => service.stop().then(() => process.exit(0)));
process.on('disconnect', () => process.exit(1)); // never outlive the test
process.send?.({
  url: service.url,
  tokens: Object.fromEntries(accountIds.map((accountId) => [accountId, tokens.tokenOf(accountId)])),
});
