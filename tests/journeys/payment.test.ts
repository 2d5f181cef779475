import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, test } from '@jest/globals';
import { getCourse, getLearningCourse, getLecture, getOrder, type Order, verifyPayment } from '@studynotion/contracts';
import { waitUntil } from '@studynotion/platform/testing';
import { useDatabases } from '../support/databases.ts';
import { enrolledIn, FREE_COURSE, newLearner, orderCourse, PAID_COURSE, type Person } from '../support/people.ts';
import { payAtRazorpay, type RazorpayCallback, sandbox, webhooksAbout } from '../support/sandbox.ts';

const SECOND_PAID_COURSE = 'sql-from-query-to-design';

const databases = useDatabases();

interface Booking {
  readonly kind: string;
  readonly legs: readonly { readonly account: string; readonly amount: number }[];
}

afterEach(async () => {
  await sandbox('DELETE', '');
});

interface Payment {
  readonly order: Order;
  readonly razorpayOrderId: string;
  readonly callback: RazorpayCallback;
}

async function payFor(order: Order): Promise<Payment> {
  const razorpayOrderId = order.checkout?.razorpayOrderId ?? '';
  return { order, razorpayOrderId, callback: await payAtRazorpay(razorpayOrderId) };
}

/** Orders and pays; whether a webhook goes out is what the test chose before, and the callback is in its hands. */
async function pay(person: Person, slug = PAID_COURSE): Promise<Payment> {
  return payFor(await orderCourse(person, slug));
}

function verification({ razorpay_payment_id, razorpay_signature }: RazorpayCallback) {
  return { razorpayPaymentId: razorpay_payment_id, razorpaySignature: razorpay_signature };
}

/** Hands over what the checkout page got. @returns the order as it is then */
function sendPayment({ client }: Person, { order, callback }: Payment): Promise<Order> {
  return client.call(verifyPayment, 200, { params: { orderId: order.id }, body: verification(callback) });
}

async function sendCallback(person: Person, payment: Payment): Promise<void> {
  expect((await sendPayment(person, payment)).state).toBe('paid');
}

/** Lets the webhooks of a payment go and waits until the shop has taken them all. */
async function sendWebhooks({ razorpayOrderId }: Payment, times = 1): Promise<void> {
  const ids = (await webhooksAbout(razorpayOrderId)).map(({ id }) => id);
  expect(ids.length).toBeGreaterThan(0);
  for (let time = 0; time < times; time++) await sandbox('POST', '/razorpay/webhooks/release', { ids });
  await waitUntil('delivery of the webhooks', async () =>
    (await webhooksAbout(razorpayOrderId)).every(({ state }) => state === 'delivered'),
  );
}

async function untilPaid({ client }: Person, { order }: Payment): Promise<void> {
  await waitUntil('payment of the order', async () => {
    const { state } = await client.call(getOrder, 200, { params: { orderId: order.id } });
    return state === 'paid';
  });
}

async function expectEnrolledOnce(person: Person, slug = PAID_COURSE): Promise<void> {
  await waitUntil('enrolment', async () => (await enrolledIn(person)).length > 0);
  expect(await enrolledIn(person)).toEqual([slug]);
}

/** What the ledger says of an order: all bookings in balance, and what came less what went back. */
async function expectBooked({ order }: Payment, { captured, refunded }: { captured: number; refunded: number }) {
  const bookings = await databases.find<Booking>('payment-service', 'bookings', { orderId: order.id });
  const legs = bookings.flatMap((booking) => booking.legs);
  expect(legs.reduce((sum, { amount }) => sum + amount, 0)).toBe(0);
  const held = legs.filter(({ account }) => account === 'razorpay').reduce((sum, { amount }) => sum + amount, 0);
  expect(held).toBe(captured - refunded);
  expect(bookings.map(({ kind }) => kind).toSorted()).toEqual(
    refunded === 0 ? ['capture'] : ['capture', 'owed', 'refund'],
  );
}

const ways: readonly { readonly name: string; readonly tell: (person: Person, payment: Payment) => Promise<void> }[] = [
  { name: 'the callback alone', tell: sendCallback },
  { name: 'the webhooks alone', tell: (_person, payment) => sendWebhooks(payment) },
  {
    name: 'callback, then webhooks',
    tell: async (person, payment) => {
      await sendCallback(person, payment);
      await sendWebhooks(payment);
    },
  },
  {
    name: 'webhooks, then callback',
    tell: async (person, payment) => {
      await sendWebhooks(payment);
      await untilPaid(person, payment);
      await sendCallback(person, payment);
    },
  },
  {
    name: 'three times callback, then three times webhooks',
    tell: async (person, payment) => {
      for (let time = 0; time < 3; time++) await sendCallback(person, payment);
      await sendWebhooks(payment, 3);
    },
  },
  {
    name: 'three times webhooks, then three times callback',
    tell: async (person, payment) => {
      await sendWebhooks(payment, 3);
      for (let time = 0; time < 3; time++) await sendCallback(person, payment);
    },
  },
  {
    name: 'all of it at once',
    tell: async (person, payment) => {
      await Promise.all([sendWebhooks(payment, 3), ...Array.from({ length: 3 }, () => sendCallback(person, payment))]);
    },
  },
];

test.each(ways)('$name: one enrolment', async ({ tell }) => {
  await sandbox('PUT', '/razorpay/webhooks', { mode: 'hold' });
  const person = await newLearner();
  const payment = await pay(person);
  expect(await enrolledIn(person)).toEqual([]);
  await tell(person, payment);
  await untilPaid(person, payment);
  await expectEnrolledOnce(person);
});

/** What the sandbox does to webhooks by itself; each way is a setting of it. */
const weathers: readonly { readonly name: string; readonly settings: Readonly<Record<string, unknown>> }[] = [
  { name: 'three times each', settings: { repeat: 3 } },
  { name: 'in reversed order, three times each', settings: { order: 'reversed', repeat: 3 } },
  { name: 'all at the same time, three times each', settings: { order: 'together', repeat: 3 } },
  { name: 'late', settings: { delayMilliseconds: 1_500 } },
];

describe('webhooks that come by themselves', () => {
  test.each(weathers)('$name: one enrolment', async ({ settings }) => {
    await sandbox('PUT', '/razorpay/webhooks', settings);
    const person = await newLearner();
    const payment = await pay(person);
    await untilPaid(person, payment);
    await waitUntil('delivery of all webhooks', async () =>
      (await webhooksAbout(payment.razorpayOrderId)).every(({ state }) => state === 'delivered'),
    );
    await expectEnrolledOnce(person);
    await expectBooked(payment, { captured: payment.order.total.amount, refunded: 0 });
  });

  test('never, and the callback late: one enrolment', async () => {
    await sandbox('PUT', '/razorpay/webhooks', { mode: 'drop' });
    const person = await newLearner();
    const payment = await pay(person);
    await sendCallback(person, payment);
    await expectEnrolledOnce(person);
  });

  test('while Razorpay answers 5xx to everything that is asked: tried again until it goes', async () => {
    await sandbox('PUT', '/razorpay/webhooks', { mode: 'hold' });
    await sandbox('PUT', '/razorpay/faults', { route: 'GET /v1/payments/:id', status: 502, times: 3 });
    const person = await newLearner();
    const payment = await pay(person);
    const params = { orderId: payment.order.id };
    const body = verification(payment.callback);
    expect(await person.client.refusal(verifyPayment, { params, body })).toBe('service.unavailable');
    expect(await person.client.refusal(verifyPayment, { params, body })).toBe('service.unavailable');
    expect(await enrolledIn(person)).toEqual([]);
    const authorized = (await webhooksAbout(payment.razorpayOrderId)).filter(
      ({ event }) => event === 'payment.authorized',
    );
    await sandbox('POST', '/razorpay/webhooks/release', { ids: authorized.map(({ id }) => id) });
    await untilPaid(person, payment);
    await expectEnrolledOnce(person);
  });
});

describe('two tabs that pay for one course', () => {
  /** Both tabs order before either pays; each pays its own order. */
  async function twoTabs(): Promise<{ person: Person; first: Payment; second: Payment }> {
    const person = await newLearner();
    const [one, other] = [await orderCourse(person, PAID_COURSE), await orderCourse(person, PAID_COURSE)];
    return { person, first: await payFor(one), second: await payFor(other) };
  }

  /** One order keeps the course, the other's money is back; which is which is decided by who came first. */
  async function expectOneGivenBack(person: Person, payments: readonly Payment[]): Promise<void> {
    const ordersNow = () =>
      Promise.all(payments.map(({ order: { id } }) => person.client.call(getOrder, 200, { params: { orderId: id } })));
    await waitUntil('refund of the second payment', async () =>
      (await ordersNow()).some(({ state }) => state === 'refunded'),
    );
    const orders = await ordersNow();
    expect(orders.map(({ state }) => state).toSorted()).toEqual(['paid', 'refunded']);
    await expectEnrolledOnce(person);
    for (const [place, { state, timeline, total }] of orders.entries()) {
      const refunded = state === 'refunded' ? total.amount : 0;
      await expectBooked(payments[place] as Payment, { captured: total.amount, refunded });
      expect(timeline.map(({ what }) => what)).toEqual(
        refunded === 0 ? ['ordered', 'paid'] : ['ordered', 'paid', 'refund-begun', 'refunded'],
      );
    }
  }

  test('by their callbacks: one enrolment, and the second payment goes back by itself', async () => {
    await sandbox('PUT', '/razorpay/webhooks', { mode: 'drop' });
    const { person, first, second } = await twoTabs();
    await Promise.all([sendPayment(person, first), sendPayment(person, second)]);
    await expectOneGivenBack(person, [first, second]);
  });

  test('by webhooks in reversed order, three times each', async () => {
    await sandbox('PUT', '/razorpay/webhooks', { order: 'reversed', repeat: 3 });
    const { person, first, second } = await twoTabs();
    await expectOneGivenBack(person, [first, second]);
  });

  test('though the answer to the refund is lost', async () => {
    const route = 'POST /v1/payments/:id/refund';
    await sandbox('PUT', '/razorpay/faults', { route, reset: true, when: 'after' });
    const { person, first, second } = await twoTabs();
    await Promise.all([sendPayment(person, first), sendPayment(person, second)]);
    await expectOneGivenBack(person, [first, second]);
  });
});

describe('a callback enrols nobody', () => {
  /** Of a learner who has paid, with the webhooks lost. */
  async function paidWithoutWord(): Promise<{ person: Person; payment: Payment }> {
    await sandbox('PUT', '/razorpay/webhooks', { mode: 'drop' });
    const person = await newLearner();
    return { person, payment: await pay(person) };
  }

  async function refused(person: Person, order: Order, callback: RazorpayCallback): Promise<string> {
    const code = await person.client.refusal(verifyPayment, {
      params: { orderId: order.id },
      body: verification(callback),
    });
    expect(await enrolledIn(person)).toEqual([]);
    return code;
  }

  test('for another order of the same person', async () => {
    const { person, payment } = await paidWithoutWord();
    const other = await orderCourse(person, SECOND_PAID_COURSE);
    expect(await refused(person, other, payment.callback)).toBe('payment.signature-invalid');
    // It was good for the order that was paid.
    await sendCallback(person, payment);
    await expectEnrolledOnce(person);
  });

  test('for the order of another person', async () => {
    const { payment } = await paidWithoutWord();
    const thief = await newLearner();
    expect(await refused(thief, payment.order, payment.callback)).toBe('order.not-found');
    const own = await orderCourse(thief, PAID_COURSE);
    expect(await refused(thief, own, payment.callback)).toBe('payment.signature-invalid');
  });

  test('for a payment of another, cheaper order, though its signature is of the right form', async () => {
    const { person, payment } = await paidWithoutWord();
    const dear = await orderCourse(person, SECOND_PAID_COURSE);
    const forged = {
      ...payment.callback,
      razorpay_signature: createHmac('sha256', 'a secret that is not ours')
        .update(`${dear.checkout?.razorpayOrderId}|${payment.callback.razorpay_payment_id}`)
        .digest('hex'),
    };
    expect(await refused(person, dear, forged)).toBe('payment.signature-invalid');
  });

  test('with one digit of its signature changed', async () => {
    const { person, payment } = await paidWithoutWord();
    const { razorpay_signature: signature } = payment.callback;
    const changed = `${signature.slice(0, -1)}${signature.endsWith('0') ? '1' : '0'}`;
    expect(await refused(person, payment.order, { ...payment.callback, razorpay_signature: changed })).toBe(
      'payment.signature-invalid',
    );
  });
});

test.each(['signature', 'body'] as const)('a webhook whose %s was tampered with enrols nobody', async (corrupt) => {
  await sandbox('PUT', '/razorpay/webhooks', { mode: 'hold', corrupt });
  const person = await newLearner();
  const payment = await pay(person);
  const ids = (await webhooksAbout(payment.razorpayOrderId)).map(({ id }) => id);
  await sandbox('POST', '/razorpay/webhooks/release', { ids });
  await waitUntil('refusal of the webhooks', async () =>
    (await webhooksAbout(payment.razorpayOrderId)).every(({ attempts }) =>
      attempts.some(({ status }) => status === 401),
    ),
  );
  expect(await enrolledIn(person)).toEqual([]);
});

test('without paying, a lecture is refused; for a free course the order is enough', async () => {
  const person = await newLearner();
  const { client } = person;
  const course = await client.call(getCourse, 200, { params: { slug: PAID_COURSE } });
  const lectureId = course.sections[0]?.lectures[0]?.id ?? '';
  const params = { courseId: course.id, lectureId };
  await orderCourse(person, PAID_COURSE);
  expect(await client.refusal(getLecture, { params })).toBe('enrollment.required');
  expect(await client.refusal(getLearningCourse, { params: { courseId: course.id } })).toBe('enrollment.required');

  expect((await orderCourse(person, FREE_COURSE)).state).toBe('paid');
  await expectEnrolledOnce(person, FREE_COURSE);
  const free = await client.call(getCourse, 200, { params: { slug: FREE_COURSE } });
  const lecture = await client.call(getLecture, 200, {
    params: { courseId: free.id, lectureId: free.sections[0]?.lectures[0]?.id ?? '' },
  });
  expect(lecture).toMatchObject({ kind: 'article', markdown: expect.stringContaining('working folder') });
});
