import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import {
  createOrder,
  getCourse,
  listMyCourses,
  type Order,
  requestOtp,
  signUp,
  verifyPayment,
} from '@studynotion/contracts';
import { installationNamed, within } from '@studynotion/local';
import { apps } from '@studynotion/platform';
import { waitUntil } from '@studynotion/platform/testing';
import { type Answer, ApiClient } from '../support/api-client.ts';
import { useDatabases } from '../support/databases.ts';
import {
  type Expected,
  expectExactlyOne,
  untilProfiled,
  untilWelcomed,
  welcomeMailOf,
} from '../support/exactly-once.ts';
import { dyingAt } from '../support/fault-points.ts';
import { expectDoneOrOutage, problemOf, sendUntil } from '../support/outages.ts';
import {
  codeByMail,
  enrolledIn,
  FREE_COURSE,
  newAddress,
  newLearner,
  openSession,
  orderCourse,
  PAID_COURSE,
  PASSWORD,
  type Person,
  signUpForm,
} from '../support/people.ts';
import { everythingReady, kill, redisStandingStill, standingStill } from '../support/processes.ts';
import { testInstance } from '../support/running-platform.ts';
import { codeOf, mailsTo, payAtRazorpay, sandbox, waitForMail } from '../support/sandbox.ts';
import { everythingArrived } from '../support/under-way.ts';

/**
 * Processes die, or stand still, in the middle of their work. What a client was promised comes about exactly once; what
 * could not be done was refused, cost nothing, and can be done afterwards.
 */

const databases = useDatabases();
const began = new Date();
/** Who signed up here; the last test counts what they have. */
const everybody: Expected[] = [];
/** What shows only when the claim of a dead process has run out, some seconds later; the last test looks. */
const later: (() => Promise<void>)[] = [];

afterEach(async () => {
  await sandbox('DELETE', '');
  await everythingReady();
});

/** Somebody with a code in the mail and no account yet. */
interface Newcomer {
  readonly client: ApiClient;
  readonly email: string;
  readonly otp: string;
}

/** Made before anything dies, so that no test waits for the mails of another. */
let newcomers: Newcomer[];
let buyers: Person[];

beforeAll(async () => {
  newcomers = await Promise.all(Array.from({ length: 15 }, () => makeNewcomer(newAddress())));
  buyers = await Promise.all(Array.from({ length: 6 }, newLearner));
});

async function makeNewcomer(email: string): Promise<Newcomer> {
  const client = new ApiClient();
  return { client, email, otp: await codeByMail(client, email) };
}

function nextNewcomer(): Newcomer {
  const person = newcomers.pop();
  if (person === undefined) throw new Error('More newcomers are needed than were made');
  everybody.push({ email: person.email, courses: 0 });
  return person;
}

/** Somebody who is logged in and will buy a course. */
function nextBuyer(): Person {
  const person = buyers.pop();
  if (person === undefined) throw new Error('More buyers are needed than were made');
  everybody.push({ email: person.email, courses: 1 });
  return person;
}

const formOf = ({ email, otp }: Newcomer) => ({ body: signUpForm(email, otp) });

async function register(person: Newcomer): Promise<void> {
  await person.client.call(signUp, 201, formOf(person));
}

/** Pays an order and brings the callback home. */
async function payFor({ client }: Person, { id, checkout }: Order): Promise<Answer> {
  const callback = await payAtRazorpay(checkout?.razorpayOrderId ?? '');
  const body = { razorpayPaymentId: callback.razorpay_payment_id, razorpaySignature: callback.razorpay_signature };
  return client.send(verifyPayment, { params: { orderId: id }, body });
}

async function untilEnrolled(person: Person, slug: string): Promise<void> {
  const isEnrolled = async () => {
    // The gateway refuses everybody when it has not heard from auth-service for five seconds.
    const answer = await person.client.send(listMyCourses);
    expectDoneOrOutage(answer, 200);
    return answer.status === 200 && JSON.parse(answer.text).items.length > 0;
  };
  await waitUntil(`enrolment of ${person.email}`, isEnrolled, 30);
  expect(await enrolledIn(person)).toEqual([slug]);
}

describe('payment-service dies', () => {
  const purchases: readonly { name: string; slug: string; buy: (person: Person) => Promise<void> }[] = [
    {
      name: 'a payment that webhooks alone tell of',
      slug: PAID_COURSE,
      buy: async (person) => {
        const { checkout } = await orderCourse(person, PAID_COURSE);
        await payAtRazorpay(checkout?.razorpayOrderId ?? '');
      },
    },
    {
      name: 'a payment that the callback alone tells of',
      slug: PAID_COURSE,
      buy: async (person) => {
        await sandbox('PUT', '/razorpay/webhooks', { mode: 'drop' });
        expectDoneOrOutage(await payFor(person, await orderCourse(person, PAID_COURSE)), 200);
      },
    },
    {
      name: 'an order that costs nothing',
      slug: FREE_COURSE,
      buy: async ({ client }) => {
        expectDoneOrOutage(await client.send(createOrder, await orderOf(client, FREE_COURSE)), 201);
      },
    },
  ];

  test.each(purchases)('between $name and the enrolment', async ({ slug, buy }) => {
    const person = nextBuyer();
    await dyingAt('order-paid-before-enrolment', 'payment-service', () => buy(person));
    await untilEnrolled(person, slug);
  });

  test('between the order at Razorpay and the note of it: the same request leads to the same order', async () => {
    const person = nextBuyer();
    const { client, account } = person;
    const sending = await orderOf(client, PAID_COURSE);
    const answer = await dyingAt('razorpay-order-before-store', 'payment-service', () =>
      client.send(createOrder, sending),
    );
    expect(answer.status).toBe(502);

    later.push(async () => {
      const order = await sendUntil<Order>(client, createOrder, 201, sending, ['idempotency-key.in-progress']);
      expect(await databases.count('payment-service', 'orders', { accountId: account.id })).toBe(1);
      expect(ordersAtRazorpay(order)).toEqual([order.checkout?.razorpayOrderId]);
      expect((await payFor(person, order)).status).toBe(200);
      await untilEnrolled(person, PAID_COURSE);
    });
  });

  async function orderOf(client: ApiClient, slug: string) {
    const { id } = await client.call(getCourse, 200, { params: { slug } });
    return { body: { courseIds: [id] }, headers: { 'idempotency-key': randomUUID() } };
  }

  /** Ids of the orders that the stand-in of Razorpay keeps for one of ours. */
  function ordersAtRazorpay({ id }: Order): string[] {
    const folder = within(installationNamed(testInstance), 'data', 'sandbox', 'razorpay', 'orders');
    return readdirSync(folder)
      .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')).item)
      .filter(({ receipt }) => receipt === id)
      .map((order) => order.id);
  }
});

/** Has the mail server take its time over the next mail to somebody: long enough for something to happen meanwhile. */
async function delayMailTo({ email }: Newcomer): Promise<void> {
  await sandbox('PUT', '/mail/faults', { kind: 'slow', times: 1, recipient: email, delayMilliseconds: 6000 });
}

/** Waits until the mail server is being sent the welcome mail; it has not taken it yet. */
async function untilMailBegun(person: Newcomer): Promise<void> {
  await waitUntil(
    `the beginning of the mail to ${person.email}`,
    async () => (await welcomeMailOf(databases, person))?.contentBegunAt !== undefined,
  );
  expect(await mailsTo(person.email, 'Welcome')).toEqual([]);
}

test('the sidecar of notification-service is killed while mails go out', async () => {
  const [prompt, slow, late] = [nextNewcomer(), nextNewcomer(), nextNewcomer()];
  await delayMailTo(slow);
  await Promise.all([register(prompt), register(slow)]);
  await untilWelcomed(databases, prompt);
  await untilMailBegun(slow);
  await Promise.all([kill('notification-service-sidecar'), register(late)]);
  await untilWelcomed(databases, late);
});

describe('Redis', () => {
  test('stands still for ten seconds amid sign-ups and a purchase', async () => {
    const [buyer, early, late] = [nextBuyer(), nextNewcomer(), nextNewcomer()];
    const visitor = { client: new ApiClient(), email: newAddress() };
    await delayMailTo(early);
    await register(early);
    await untilMailBegun(early);

    const waited = await redisStandingStill(10, async () => {
      const [paid, ...refusals] = await Promise.all([
        payFor(buyer, await orderCourse(buyer, PAID_COURSE)),
        late.client.refusal(signUp, formOf(late)),
        visitor.client.refusal(requestOtp, { body: { email: visitor.email } }),
      ]);
      expect(paid.status).toBe(200);
      expect(refusals).toEqual(['service.unavailable', 'service.unavailable']);
    });
    expect(waited).toBeGreaterThanOrEqual(10);

    // What was refused cost nothing: the same code is good, and another mail may go out at once.
    await register(late);
    await makeNewcomer(visitor.email);
    for (const person of [early, late]) await untilWelcomed(databases, person);
    await untilEnrolled(buyer, PAID_COURSE);
  });

  test('is killed with events that nobody has yet, amid sign-ups and a purchase', async () => {
    const [buyer, ...people] = [nextBuyer(), nextNewcomer(), nextNewcomer()] as const;
    const crowd = [nextNewcomer(), nextNewcomer(), nextNewcomer()];
    const visitor = { client: new ApiClient(), email: newAddress() };

    await standingStill('notification-service-sidecar', async () => {
      await Promise.all(people.map(register));
      await waitUntil('all events of accounts with the broker', async () => {
        return (await databases.count('auth-service', 'accounts', { 'outbox.id': { $exists: true } })) === 0;
      });
      const order = await orderCourse(buyer, PAID_COURSE);
      const signUps = crowd.map((person) => registerOrComeAgain(person));
      await Promise.race(signUps); // one has got through, the others are on their way
      const [paid] = await Promise.all([
        payFor(buyer, order),
        kill('redis'),
        ...signUps,
        sendUntil(visitor.client, requestOtp, 202, { body: { email: visitor.email } }),
      ]);
      expect(paid.status).toBe(200);
      for (const { email } of people) expect(await mailsTo(email, 'Welcome')).toEqual([]);
    });

    await waitForMail(visitor.email, 'code', { seconds: 40 });
    for (const person of people) await untilWelcomed(databases, person);
    await untilEnrolled(buyer, PAID_COURSE);
  });
});

/** Signs up; who is put off comes again, with a new code where the old one was used up in the very moment of the fault. */
async function registerOrComeAgain(person: Newcomer): Promise<void> {
  const { client } = person;
  const answer = await client.send(signUp, formOf(person));
  expectDoneOrOutage(answer, 201);
  if (answer.status === 201) return;
  later.push(async () => {
    const again = await client.send(signUp, formOf(person));
    if (again.status === 201) return;
    expect(problemOf(again)).toBe('otp.invalid');
    await register({ ...person, otp: await anotherCode(person) });
  });
}

/** Asks for one more code, once that is allowed again. */
async function anotherCode({ client, email }: Newcomer): Promise<string> {
  await sendUntil(client, requestOtp, 202, { body: { email } }, ['otp.too-soon']);
  return codeOf(await waitForMail(email, 'code', { count: 2, seconds: 60 }));
}

describe('notification-service dies', () => {
  // Mails of those before would meet the fault points of those here.
  beforeAll(() => everythingArrived(databases, 60), 70_000);

  test.each([
    { point: 'mail-claimed', end: 'sent' },
    // Nobody knows then whether the server took it, and a second welcome would be worse than none.
    { point: 'mail-sent', end: 'unknown' },
  ])(
    'at $point: one mail goes out, and the mail log says $end',
    async ({ point, end }) => {
      const person = nextNewcomer();
      await dyingAt(point, 'notification-service', () => register(person));
      // Here and not later: the next mail that goes out would be the one to meet the next fault point.
      await waitUntil(
        `the end "${end}" of the mail to ${person.email}`,
        async () => (await welcomeMailOf(databases, person))?.state === end,
        60,
      );
      expect(await welcomeMailOf(databases, person)).toMatchObject({ attempts: 2 });
    },
    120_000,
  );
});

describe('auth-service dies', () => {
  test.each(['account-written', 'outbox-before-publish.accounts', 'outbox-after-publish.accounts'])(
    'at %s: the account is there and works',
    async (point) => {
      const person = nextNewcomer();
      const { client, email } = person;
      const answer = await dyingAt(point, 'auth-service', () => client.send(signUp, formOf(person)));
      expectDoneOrOutage(answer, 201);
      await openSession(client, { email, password: PASSWORD });
      await untilProfiled(databases, person);

      later.push(async () => {
        const otp = await anotherCode(person);
        expect(await client.refusal(signUp, formOf({ ...person, otp }))).toBe('account.email-taken');
      });
    },
  );
});

test('in the end everybody has all of it once, and nothing is on its way or given up', async () => {
  await Promise.all(later.map((look) => look()));
  await everythingArrived(databases, 90);
  for (const person of everybody) await expectExactlyOne(databases, person);
  for (const { id, database } of apps)
    if (database !== undefined)
      expect(await databases.find(id, 'dead_letters', { receivedAt: { $gte: began } })).toEqual([]);
}, 240_000);
