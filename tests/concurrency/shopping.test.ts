import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  addToCart,
  type Cart,
  createOrder,
  getCart,
  LARGEST_CART,
  listOrders,
  mergeCart,
  type Order,
  removeFromCart,
  verifyPayment,
} from '@studynotion/contracts';
import { waitUntil } from '@studynotion/platform/testing';
import type { Answer } from '../support/api-client.ts';
import { AT_ONCE, deviceOf, sendAtOnce, tally } from '../support/at-once.ts';
import { newCourses, takeOffSale } from '../support/courses.ts';
import { useDatabases } from '../support/databases.ts';
import { newInstructor, newLearner, type Person } from '../support/people.ts';
import { mailsTo, payAtRazorpay, sandbox, webhooksAbout } from '../support/sandbox.ts';
import { everythingArrived } from '../support/under-way.ts';

/** One buyer with very many tabs, and a provider that tells everything very often. */

const PRICE = 49_900;

const databases = useDatabases();
let instructor: Person;
let buyer: Person;
let courseIds: string[];
let freeCourseId: string;

beforeAll(async () => {
  instructor = await newInstructor({ approved: true });
  courseIds = await newCourses(instructor, AT_ONCE, { amount: PRICE });
  [freeCourseId = ''] = await newCourses(instructor, 1);
}, 120_000);
afterAll(() => takeOffSale(instructor), 60_000);

beforeEach(async () => {
  buyer = await newLearner();
});

const course = (place: number) => ({ params: { courseId: courseIds[place] ?? '' } });
const idsIn = ({ items }: Cart) => items.map(({ courseId }) => courseId);
const cart = async () => idsIn(await buyer.client.call(getCart, 200));
const orderOf = (courseId: string, key = randomUUID()) => ({
  body: { courseIds: [courseId] },
  headers: { 'idempotency-key': key },
});
const bodyOf = <Body>({ text }: Answer) => JSON.parse(text) as Body;
const ofBuyer = () => ({ accountId: buyer.account.id });

describe(`a cart, by ${AT_ONCE} at once`, () => {
  test('takes as many courses as it holds, and says of the others that it is full', async () => {
    const answers = await sendAtOnce(buyer, addToCart, course);
    expect(tally(answers)).toEqual({ 200: LARGEST_CART, '409 cart.full': AT_ONCE - LARGEST_CART });
    const taken = courseIds.filter((_, place) => answers[place]?.status === 200);
    expect((await cart()).toSorted()).toEqual(taken.toSorted());
  });

  test('holds one course once', async () => {
    expect(tally(await sendAtOnce(buyer, addToCart, () => course(0)))).toEqual({ 200: AT_ONCE });
    expect(await cart()).toEqual([courseIds[0]]);
  });

  test('takes over once what was chosen before', async () => {
    const chosen = courseIds.slice(0, LARGEST_CART);
    const answers = await sendAtOnce(buyer, mergeCart, () => ({ body: { courseIds: chosen } }));
    expect(tally(answers)).toEqual({ 200: AT_ONCE });
    expect((await cart()).toSorted()).toEqual(chosen.toSorted());
  });

  test('loses what is taken out and keeps what is put in', async () => {
    const [before, others] = [courseIds.slice(0, 10), courseIds.slice(10, 20)];
    await buyer.client.call(mergeCart, 200, { body: { courseIds: before } });
    const answers = await Promise.all(
      Array.from({ length: AT_ONCE }, (_, place) =>
        place % 2 === 0
          ? deviceOf(buyer).send(removeFromCart, { params: { courseId: before[(place / 2) % 10] ?? '' } })
          : deviceOf(buyer).send(addToCart, { params: { courseId: others[((place - 1) / 2) % 10] ?? '' } }),
      ),
    );
    expect(tally(answers)).toEqual({ 200: AT_ONCE });
    expect((await cart()).toSorted()).toEqual(others.toSorted());
  });
});

describe(`one course, ordered by ${AT_ONCE} at once`, () => {
  test('for nothing, is theirs once', async () => {
    const answers = await sendAtOnce(buyer, createOrder, () => orderOf(freeCourseId));
    const { 201: taken = 0, '409 order.already-enrolled': refused = 0 } = tally(answers);
    expect({ some: taken > 0, all: taken + refused }).toEqual({ some: true, all: AT_ONCE });
    await everythingArrived(databases, 30);
    expect(await databases.count('payment-service', 'enrollments', ofBuyer())).toBe(1);
    expect(await databases.count('course-service', 'enrollments', ofBuyer())).toBe(1);
  });

  test('under one key, is one order', async () => {
    const key = randomUUID();
    const answers = await sendAtOnce(buyer, createOrder, () => orderOf(courseIds[0] ?? '', key));
    const { 201: taken = 0, '409 idempotency-key.in-progress': early = 0 } = tally(answers);
    expect({ some: taken > 0, all: taken + early }).toEqual({ some: true, all: AT_ONCE });
    const made = answers.filter(({ status }) => status === 201).map((answer) => bodyOf<Order>(answer).id);
    const { items } = await buyer.client.call(listOrders, 200);
    expect(items.map(({ id }) => id)).toEqual([...new Set(made)]);
  });

  test('under keys of their own, are as many orders, of which one is paid and one enrols', async () => {
    const answers = await sendAtOnce(buyer, createOrder, () => orderOf(courseIds[0] ?? ''));
    expect(tally(answers)).toEqual({ 201: AT_ONCE });
    const orders = answers.map((answer) => bodyOf<Order>(answer));
    expect(new Set(orders.map(({ checkout }) => checkout?.razorpayOrderId)).size).toBe(AT_ONCE);
    await payAtRazorpay(orders[0]?.checkout?.razorpayOrderId ?? '');
    await waitUntil(
      'enrolment by the webhook',
      async () => (await databases.count('payment-service', 'enrollments', ofBuyer())) === 1,
      30,
    );
    const more = await sendAtOnce(buyer, createOrder, () => orderOf(courseIds[0] ?? ''));
    expect(tally(more)).toEqual({ '409 order.already-enrolled': AT_ONCE });
  });
});

describe('one payment', () => {
  beforeAll(() => sandbox('PUT', '/razorpay/webhooks', { mode: 'hold' }));
  afterEach(() => sandbox('PUT', '/razorpay/webhooks', { mode: 'normal' }));

  test(`told by ${AT_ONCE} callbacks and ${AT_ONCE} webhooks at once, is booked once`, async () => {
    const order = await buyer.client.call(createOrder, 201, orderOf(courseIds[1] ?? ''));
    const razorpayOrderId = order.checkout?.razorpayOrderId ?? '';
    const paid = await payAtRazorpay(razorpayOrderId);
    const ids = (await webhooksAbout(razorpayOrderId)).map(({ id }) => id);
    const deliveries = Promise.all(
      Array.from({ length: AT_ONCE }, (_, place) =>
        sandbox('POST', '/razorpay/webhooks/release', { ids: [ids[place % ids.length]] }),
      ),
    );
    const answers = await sendAtOnce(buyer, verifyPayment, () => ({
      params: { orderId: order.id },
      body: { razorpayPaymentId: paid.razorpay_payment_id, razorpaySignature: paid.razorpay_signature },
    }));
    await deliveries;
    expect(tally(answers)).toEqual({ 200: AT_ONCE });
    for (const answer of answers) expect(bodyOf<Order>(answer).state).toBe('paid');

    await waitUntil(
      'delivery of the webhooks',
      async () => (await webhooksAbout(razorpayOrderId)).every(({ state }) => state === 'delivered'),
      30,
    );
    await everythingArrived(databases, 30);
    const statuses = (await webhooksAbout(razorpayOrderId)).flatMap(({ attempts }) => attempts);
    expect({
      refusedDeliveries: statuses.filter(({ status }) => status !== 200),
      storedDeliveries: await databases.count('payment-service', 'webhook_deliveries', { _id: { $in: ids } }),
      bookings: await databases.count('payment-service', 'bookings', { orderId: order.id }),
      enrolments: await databases.count('payment-service', 'enrollments', ofBuyer()),
      enrolmentsForLearning: await databases.count('course-service', 'enrollments', ofBuyer()),
      receipts: (await mailsTo(buyer.email, 'receipt')).length,
    }).toEqual({
      refusedDeliveries: [],
      storedDeliveries: ids.length,
      bookings: 1,
      enrolments: 1,
      enrolmentsForLearning: 1,
      receipts: 1,
    });
  }, 90_000);
});
