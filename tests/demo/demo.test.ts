import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import {
  getInstructorDashboard,
  getOrder,
  getPaymentReport,
  listAccounts,
  listAllOrders,
  listCourses,
  listOrders,
} from '@studynotion/contracts';
import { demoAccess, installationNamed, readDemoPlan, repository } from '@studynotion/local';
import { waitUntil } from '@studynotion/platform/testing';
import { ApiClient } from '../support/api-client.ts';
import { useBrowser } from '../support/browser.ts';
import { useDatabases } from '../support/databases.ts';
import { openSession, seededAdministrator } from '../support/people.ts';
import { testInstance } from '../support/running-platform.ts';
import { logInOnSite } from '../support/site.ts';

const { visitor, step } = useBrowser();
const databases = useDatabases();
const plan = readDemoPlan();
/** What instructors get of a price, in percent. */
const SHARE = 80;

interface Seeding {
  readonly process: ChildProcess;
  /** Everything it printed so far. */
  output(): string;
  /** Its exit code. */
  readonly ended: Promise<number | null>;
}

/** Seeds the running platform as a user does. */
function seed(): Seeding {
  const { instance, portOffset } = testInstance;
  const options = ['--instance', instance, '--port-offset', String(portOffset), '--seed', 'demo'];
  const child = spawn(process.execPath, [join(repository, 'local', 'start.mjs'), ...options], { cwd: repository });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  return { process: child, output: () => output, ended: once(child, 'close').then(([code]) => code as number | null) };
}

async function clientOf(email: string): Promise<ApiClient> {
  const client = new ApiClient();
  await openSession(client, { email, password: demoAccess(installationNamed(testInstance)).password });
  return client;
}

/** Whether a course is being written: then the demo data are half-way. */
async function isHalfWay(): Promise<boolean> {
  const title = { $in: plan.courses.map((course) => course.title) };
  return (
    (await databases.count('course-service', 'courses', { title, 'sections.lectures.title': { $exists: true } })) > 0
  );
}

const today = () => {
  const day = (offset: number) => new Date(Date.now() + offset * 24 * 3600 * 1000).toISOString().slice(0, 10);
  return { from: day(-1), to: day(1) };
};

/** What there is of everything that the demo data consist of. */
async function everything() {
  const administrator = await seededAdministrator();
  const cards = await administrator.call(listCourses, 200, { query: { limit: '100' } });
  const accounts = await administrator.call(listAccounts, 200, { query: { limit: '100' } });
  const orders = await administrator.call(listAllOrders, 200, { query: { limit: '100' } });
  const report = await administrator.call(getPaymentReport, 200, { query: today() });
  return { cards, accounts, orders, report };
}

/** Ratings and numbers of students come by events. */
async function untilToldEverywhere(): Promise<void> {
  const stars = plan.sales.flatMap(({ courses }) => courses).filter(({ stars }) => stars !== undefined).length;
  const students = plan.sales.flatMap(({ courses }) => courses).length;
  const titles = new Set(plan.courses.map(({ title }) => title));
  await waitUntil('ratings and students in the catalogue', async () => {
    const { items } = await new ApiClient().call(listCourses, 200, { query: { limit: '100' } });
    const ours = items.filter(({ title }) => titles.has(title));
    const sum = (count: (card: (typeof ours)[number]) => number) =>
      ours.reduce((total, card) => total + count(card), 0);
    return sum(({ rating }) => rating.count) === stars && sum(({ studentCount }) => studentCount) === students;
  });
}

beforeAll(async () => {
  const interrupted = seed();
  await waitUntil('the first lecture', isHalfWay, 60);
  interrupted.process.kill('SIGTERM');
  expect([await interrupted.ended, interrupted.output()]).toEqual([143, expect.stringContaining('goes on from here')]);

  const seeding = seed();
  expect([await seeding.ended, seeding.output()]).toEqual([0, expect.stringContaining('Demo data: ')]);
  await untilToldEverywhere();
}, 300_000);

test('the catalogue shows the courses of the plan, newest first, with pictures and ratings', async () => {
  const { items } = await new ApiClient().call(listCourses, 200, { query: { limit: '12' } });
  expect(items.map(({ title }) => title)).toEqual(plan.courses.map(({ title }) => title).toReversed());
  for (const { key, title, rupees, sections } of plan.courses) {
    const stars = plan.sales
      .flatMap(({ courses }) => courses)
      .flatMap((learning) => (learning.course === key ? (learning.stars ?? []) : []));
    const average = Math.round((stars.reduce((sum, star) => sum + star, 0) / stars.length) * 10) / 10;
    expect(items.find((item) => item.title === title)).toMatchObject({
      thumbnailUrl: expect.stringContaining('http'),
      instructor: { pictureUrl: expect.stringContaining('http') },
      price: { amount: rupees * 100 },
      rating: { average, count: stars.length },
      lectureCount: sections.flatMap(({ lectures }) => lectures).length,
    });
  }
});

test('a learner plays a film in the browser', async () => {
  const { student } = demoAccess(installationNamed(testInstance));
  const { open } = await visitor();
  const page = await open('/login?returnTo=/dashboard/courses');
  const course = plan.courses.find(({ key }) => key === 'interface-design');
  const film = course?.sections[0]?.lectures.find((lecture) => 'film' in lecture);

  await step('open the film of a course that is half-way', async () => {
    await logInOnSite(page, student);
    await page.getByRole('link', { name: course?.title }).first().click();
    await page.getByRole('link', { name: film?.title }).click();
    await page.getByRole('heading', { level: 1, name: film?.title }).waitFor();
  });

  await step('the browser decodes and plays it', async () => {
    await page.locator('video').waitFor();
    await page.evaluate("document.querySelector('video').play()");
    const place = async () => Number(await page.evaluate("document.querySelector('video').currentTime"));
    await waitUntil('half a second of the film', async () => (await place()) > 0.5);
    const shown = await page.evaluate(`(() => {
      const { videoWidth, videoHeight, duration } = document.querySelector('video');
      return { videoWidth, videoHeight, duration };
    })()`);
    expect(shown).toEqual({ videoWidth: 640, videoHeight: 360, duration: film && 'film' in film ? film.film : 0 });
  });
});

test('every instructor has the students and the income that the plan gives', async () => {
  for (const { email } of plan.instructors) {
    const own = plan.courses.filter(({ instructor }) => instructor === email);
    const sold = plan.sales
      .flatMap(({ courses }) => courses)
      .flatMap(({ course }) => own.filter(({ key }) => key === course));
    const { students, income } = await (await clientOf(email)).call(getInstructorDashboard, 200);
    expect({ email, students, income: income.amount }).toEqual({
      email,
      students: sold.length,
      income: sold.reduce((sum, { rupees }) => sum + rupees * SHARE, 0),
    });
    expect(income.amount).toBeGreaterThan(0);
  }
});

test('the ledger adds up', async () => {
  const administrator = await seededAdministrator();
  const report = await administrator.call(getPaymentReport, 200, { query: today() });
  const { captured, instructorShare, platformShare, refundsOwed, refunded } = report;
  expect(instructorShare.amount + platformShare.amount + refundsOwed.amount + refunded.amount).toBe(captured.amount);
  expect(report.instructors.reduce((sum, { income }) => sum + income.amount, 0)).toBe(instructorShare.amount);
});

test('a payment that the bank refused first went through in the end', async () => {
  const buyer = plan.sales.find(({ refusedFirst }) => refusedFirst)?.buyer ?? '';
  const client = await clientOf(buyer);
  const { items } = await client.call(listOrders, 200);
  const timelines = await Promise.all(
    items.map(async ({ id }) => (await client.call(getOrder, 200, { params: { orderId: id } })).timeline),
  );
  expect(timelines.map((timeline) => timeline.map(({ what }) => what))).toContainEqual(
    expect.arrayContaining(['ordered', 'attempt-failed', 'paid']),
  );
});

test('a second run changes nothing, and says so', async () => {
  const before = await everything();
  const again = seed();
  expect([await again.ended, again.output()]).toEqual([
    0,
    expect.stringContaining('Demo data: all of it is there already, nothing was changed'),
  ]);
  expect(again.output()).toContain(plan.shown.student);
  expect(await everything()).toEqual(before);
});
