import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, test } from '@jest/globals';
import { getCourse, getLearningCourse, getLecture, getOrder, type Order, verifyPayment } from '@studynotion/contracts';
import { waitUntil } from '@studynotion/platform/testing';
import { enrolledIn, FREE_COURSE, newLearner, orderCourse, PAID_COURSE, type Person } from '../support/people.ts';
import { payAtRazorpay, type RazorpayCallback, sandbox, webhooksAbout } from '../support/sandbox.ts';

const SECOND_PAID_COURSE = 'sql-from-query-to-design';

afterEach(async () => {
  await sandbox('DELETE', '');
});

interface Payment {
  readonly order: Order;
  readonly razorpayOrderId: string;
  readonly callback: RazorpayCallback;
}

/** Orders and pays; whether a webhook goes out is what the test chose before, and the callback is in its hands. */
async function pay(person: Person, slug = PAID_COURSE): Promise<Payment> {
  const order = await orderCourse(person, slug);
  const razorpayOrderId = order.checkout?.razorpayOrderId ?? '';
  return { order, razorpayOrderId, callback: await payAtRazorpay(razorpayOrderId) };
}

function verification({ razorpay_payment_id, razorpay_signature }: RazorpayCallback) {
  return { razorpayPaymentId: razorpay_payment_id, razorpaySignature: razorpay_signature };
}

async function sendCallback({ client }: Person, { order, callback }: Payment): Promise<void> {
  const paid = await client.call(verifyPayment, 200, {
    params: { orderId: order.id },
    body: verification(callback),
  });
  expect(paid.state).toBe('paid');
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
