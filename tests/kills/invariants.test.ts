import { describe, expect, test } from '@jest/globals';
import type { Everything } from './everything.ts';
import { brokenInvariants } from './invariants.ts';
import { Promises } from './promises.ts';

/** The checker of the random kills finds what is broken: each of these was whole but for one thing. */

const ACCOUNT = 'account';
const GONE = 'gone';
const PSEUDONYM = 'pseudonym';
const COURSE = 'course';
const LECTURE = 'lecture';
const ORDER = 'order';
const FREE = 'free';
const PICTURE = 'picture';
const RECEIPTS = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((service) => [service, new Date()]);

/** Somebody paid a course twice, got one payment back, took another for nothing, and reviewed; another left. */
function whole(): Everything {
  const pair = `${ACCOUNT}:${COURSE}`;
  return {
    accounts: [
      { _id: ACCOUNT, email: 'asha@example.com' },
      { _id: GONE, email: 'deleted', deletedAt: new Date() },
    ],
    profiles: [
      { _id: ACCOUNT, firstName: 'Asha', pictureMediaId: PICTURE },
      { _id: GONE, erasedAt: new Date() },
    ],
    erasures: [{ _id: 'receipt', accountId: GONE, begunAt: new Date(), erasedAt: Object.fromEntries(RECEIPTS) }],
    courses: [course(COURSE, 1), course('other', 0)],
    people: [{ _id: ACCOUNT }],
    progress: [{ _id: pair, accountId: ACCOUNT, courseId: COURSE, completed: [LECTURE], positions: {} }],
    orders: [
      order(ORDER, { refunds: [{ status: 'processed', amount: 500 }] }),
      order(FREE, { accountId: PSEUDONYM, total: { amount: 0 }, anonymizedAt: new Date(), razorpayOrderId: undefined }),
    ],
    bookings: [
      booking('capture:1', [
        { account: 'razorpay', amount: 500 },
        { account: 'platform', amount: -500 },
      ]),
      booking('capture:2', [
        { account: 'razorpay', amount: 500 },
        { account: 'refunds', amount: -500 },
      ]),
      booking('refund:1', [
        { account: 'refunds', amount: 500 },
        { account: 'razorpay', amount: -500 },
      ]),
    ],
    enrollments: [enrollment(ACCOUNT, ORDER), enrollment(PSEUDONYM, FREE)],
    knownEnrollments: { 'course-service': [pair], 'rating-review-service': [pair] },
    carts: [{ _id: ACCOUNT, items: [{ courseId: COURSE }] }],
    prices: [offer(COURSE), offer('other')],
    webhooks: [{ _id: 'webhook', event: 'order.paid', state: 'applied' }],
    reviews: [
      { _id: 'review', state: 'published', courseId: COURSE, accountId: ACCOUNT, rating: 4 },
      { _id: 'unsigned', state: 'published', courseId: COURSE, rating: 5 },
      { _id: 'removed', state: 'removed', courseId: COURSE },
    ],
    ratings: [{ _id: COURSE, counts: [0, 0, 0, 1, 1] }],
    ratedCourses: [offer(COURSE), offer('other')],
    media: [{ _id: PICTURE, state: 'ready' }],
    mediaUses: [{ _id: `profile:${ACCOUNT}`, mediaIds: [PICTURE] }],
    loggedMails: [mail('welcome:1', '<1>'), mail('welcome:2', '<2>'), mail(`receipt:${ORDER}`, '<3>')],
    receivedMails: ['<1>', '<2>', '<3>'].map((messageId) => ({ messageId, subject: 'News' })),
    deadLetters: [],
    razorpay: {
      payments: [
        { id: 'pay_1', orderId: `order_${ORDER}`, amount: 500, status: 'captured' },
        { id: 'pay_2', orderId: `order_${ORDER}`, amount: 500, status: 'refunded' },
        { id: 'pay_3', orderId: `order_${ORDER}`, amount: 500, status: 'failed' },
      ],
      refunds: [{ id: 'rfnd_1', paymentId: 'pay_2', amount: 500, status: 'processed' }],
    },
  };
}

function course(_id: string, studentCount: number): Everything['courses'][number] {
  return {
    _id,
    studentCount,
    status: 'published',
    instructorId: 'teacher',
    title: 'A course',
    price: { amount: 500 },
    sections: [{ lectures: [{ id: LECTURE, title: 'One' }] }],
    rating: studentCount === 0 ? { average: 0, count: 0 } : { average: 4.5, count: 2 },
  };
}

function order(_id = '', change: Partial<Everything['orders'][number]> = {}): Everything['orders'][number] {
  return {
    _id,
    accountId: ACCOUNT,
    state: 'paid',
    items: [{ courseId: COURSE, enrollment: 'granted' }],
    total: { amount: 500 },
    razorpayOrderId: `order_${_id}`,
    paidAt: new Date(),
    fulfilment: { state: 'done' },
    refunds: [],
    ...change,
  };
}

const booking = (_id: string, legs: Everything['bookings'][number]['legs']) => ({
  _id,
  kind: _id.slice(0, _id.indexOf(':')),
  orderId: ORDER,
  legs,
});
const enrollment = (accountId = '', orderId = '') => ({
  _id: `${accountId}:${COURSE}`,
  accountId,
  courseId: COURSE,
  state: 'active',
  orderId,
});
const offer = (_id = '') => ({ _id, title: 'A course', price: { amount: 500 }, onSale: true });
const mail = (_id: string, messageId: string) => ({
  _id,
  template: _id.slice(0, _id.indexOf(':')),
  state: 'sent',
  attempts: 1,
  messageId,
});

test('nothing is broken in what is whole', () => {
  expect(brokenInvariants(whole())).toEqual([]);
});

type Change = (found: Everything) => Partial<Everything>;

const changed = <Item>([first, ...others]: readonly Item[], change: Partial<Item>): Item[] => [
  { ...(first as Item), ...change },
  ...others,
];

const BROKEN: readonly (readonly [string, Change, RegExp])[] = [
  [
    'two accounts of one address',
    ({ accounts: [one, other] }) => ({
      accounts: [{ ...one, email: 'ASHA@example.com', _id: GONE } as never, one as never, other as never],
    }),
    /two accounts/,
  ],
  ['an account without a profile', ({ profiles }) => ({ profiles: profiles.slice(1) }), /has no profile/],
  [
    'a profile that outlived its account',
    ({ profiles: [one] }) => ({ profiles: [one as never, { _id: GONE }] }),
    /do not agree/,
  ],
  ['a deletion without a receipt', () => ({ erasures: [] }), /no receipt/],
  [
    'a doubled enrolment',
    ({ enrollments }) => ({ enrollments: [...enrollments, { ...enrollment(ACCOUNT, ORDER), _id: 'another' }] }),
    /there twice/,
  ],
  [
    'an enrolment in no course',
    ({ courses }) => ({ courses: courses.slice(1), prices: [], ratings: [] }),
    /in no course/,
  ],
  [
    'an enrolment from no order',
    ({ enrollments }) => ({ enrollments: changed(enrollments, { orderId: 'none' }) }),
    /from no order/,
  ],
  [
    'an enrolment of nobody',
    ({ accounts, orders }) => ({ accounts: accounts.slice(1), orders: changed(orders, { accountId: PSEUDONYM }) }),
    /is nobody's/,
  ],
  [
    'a paid order without its enrolment',
    ({ enrollments }) => ({ enrollments: enrollments.slice(1) }),
    /brought no enrolment/,
  ],
  [
    'an enrolment that learning has not heard of',
    ({ knownEnrollments }) => ({ knownEnrollments: { ...knownEnrollments, 'course-service': [] } }),
    /course-service does not know/,
  ],
  [
    'an enrolment that only reviews know',
    ({ knownEnrollments }) => ({
      knownEnrollments: { ...knownEnrollments, 'rating-review-service': [`${ACCOUNT}:${COURSE}`, 'x:y'] },
    }),
    /which is none/,
  ],
  [
    'a wrong number of students',
    ({ courses }) => ({ courses: changed(courses, { studentCount: 2 }) }),
    /says 2 students and has 1/,
  ],
  [
    'a cart with no course in it',
    () => ({ carts: [{ _id: ACCOUNT, items: [{ courseId: 'none' }] }] }),
    /holds no course/,
  ],
  [
    'a missing booking',
    ({ bookings }) => ({ bookings: bookings.slice(1) }),
    /has 0 booked; Razorpay took 1000, gave 500/,
  ],
  ['a refund that was not booked', ({ bookings }) => ({ bookings: bookings.slice(0, 2) }), /has 1000 booked/],
  [
    'a doubled booking',
    ({ bookings }) => ({ bookings: [...bookings, bookings[0] as never] }),
    /booking capture:1 is there twice/,
  ],
  [
    'a booking out of balance',
    ({ bookings }) => ({ bookings: changed(bookings, { legs: [{ account: 'platform', amount: 1 }] }) }),
    /does not balance/,
  ],
  [
    'a booking of no order',
    ({ bookings }) => ({ bookings: [...bookings, { ...booking('capture:9', []), orderId: 'none' }] }),
    /is of no order/,
  ],
  [
    'money for an order that waits',
    ({ orders }) => ({ orders: changed(orders, { paidAt: undefined, state: 'awaiting-payment' }) }),
    /but 1000 was paid/,
  ],
  [
    'a paid order that nobody paid',
    ({ razorpay }) => ({ razorpay: { ...razorpay, payments: [] }, bookings: [] }),
    /but 0 was paid/,
  ],
  [
    'a paid order that is not carried out',
    ({ orders }) => ({ orders: changed(orders, { fulfilment: { state: 'running' } }) }),
    /not carried out/,
  ],
  [
    'a refund that is still owed',
    ({ orders }) => ({ orders: changed(orders, { refunds: [{ status: 'wanted', amount: 500 }] }) }),
    /still owes a refund/,
  ],
  [
    'progress in a lecture that is none',
    ({ progress }) => ({ progress: changed(progress, { completed: ['none'] }) }),
    /is in lecture none/,
  ],
  [
    'a lecture that is completed twice',
    ({ progress }) => ({ progress: changed(progress, { completed: [LECTURE, LECTURE] }) }),
    /counts lecture lecture twice/,
  ],
  [
    'progress of somebody who is not enrolled',
    ({ progress }) => ({ progress: changed(progress, { accountId: GONE }) }),
    /nobody who is enrolled/,
  ],
  [
    'a doubled review',
    ({ reviews }) => ({ reviews: [...reviews, { ...reviews[0], _id: 'again' } as never] }),
    /is there twice/,
  ],
  ['a review by a stranger', ({ reviews }) => ({ reviews: changed(reviews, { accountId: GONE }) }), /not enrolled/],
  [
    'a rating that drifted',
    () => ({ ratings: [{ _id: COURSE, counts: [0, 0, 0, 2, 0] }] }),
    /its reviews say 0,0,0,1,1/,
  ],
  [
    'a catalogue that drifted',
    ({ courses }) => ({ courses: changed(courses, { rating: { average: 5, count: 2 } }) }),
    /instead of 4.5 of 2/,
  ],
  ['a picture that is not there', () => ({ media: [] }), /which is not there/],
  ['a picture that nobody keeps', () => ({ mediaUses: [] }), /does not know what profile:account shows/],
  [
    'a mail that was not sent',
    ({ loggedMails }) => ({ loggedMails: changed(loggedMails, { state: 'failed' }) }),
    /mail welcome:1 is failed/,
  ],
  [
    'a mail that is sent and never came',
    ({ receivedMails }) => ({ receivedMails: receivedMails.slice(1) }),
    /nobody got it/,
  ],
  [
    'a welcome that came twice',
    ({ receivedMails }) => ({ receivedMails: [...receivedMails, receivedMails[0] as never] }),
    /welcome:1 came 2 times/,
  ],
  ['an order without a receipt', ({ loggedMails }) => ({ loggedMails: loggedMails.slice(0, 2) }), /nobody was told/],
  ['somebody who was not welcomed', ({ loggedMails }) => ({ loggedMails: loggedMails.slice(1) }), /welcomed/],
  [
    'a shop with an old title',
    ({ prices }) => ({ prices: changed(prices, { title: 'Older' }) }),
    /offers course otherwise/,
  ],
  [
    'reviews with an old title',
    ({ ratedCourses }) => ({ ratedCourses: changed(ratedCourses, { title: 'Older' }) }),
    /name course course otherwise/,
  ],
  [
    'a webhook that nobody worked off',
    () => ({ webhooks: [{ _id: 'webhook', event: 'order.paid', state: 'pending' }] }),
    /is pending/,
  ],
  [
    'an event that was given up',
    () => ({ deadLetters: [{ app: 'auth-service', topic: 'topic', eventId: '1' }] }),
    /gave up on topic/,
  ],
];

test.each(BROKEN)('%s is found', (_, change, words) => {
  const found = whole();
  expect(brokenInvariants({ ...found, ...change(found) })).toContainEqual(expect.stringMatching(words));
});

describe('promises', () => {
  test('one that is not kept is found; the last word counts, and one that was released asks for nothing', () => {
    const promises = new Promises();
    promises.make('kept', () => true);
    promises.make('withdrawn', () => false);
    promises.make('withdrawn', () => true);
    promises.make('of somebody who is gone', () => false);
    promises.release('somebody');
    promises.make('lost', ({ accounts }) => accounts.length === 0);
    expect(promises.broken(whole())).toEqual(['promised and not found: lost']);
  });
});
