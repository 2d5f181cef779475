import {
  addToCart,
  deleteMyReview,
  getCourse,
  getLearningCourse,
  getLecture,
  getMedia,
  getMyReview,
  getOrder,
  getPaymentReport,
  putMyReview,
  type RouteDefinition,
  receiveCloudinaryNotification,
  receiveRazorpayWebhook,
  refreshSession,
  verifyPayment,
} from '@studynotion/contracts';
import { ApiClient } from '../support/api-client.ts';
import { newLearner, orderCourse, PAID_COURSE } from '../support/people.ts';
import { type BadRequest, type Change, requestOf } from './bad-requests.ts';
import { signedDelivery, type ValidInput } from './valid-inputs.ts';

type Particular = readonly [what: string, code: BadRequest['expected'][number], change: Change];

const NOBODY = 'a'.repeat(24);

/** What only this route can be asked wrongly: no schema tells of it, and it changes nothing either. */
export async function particularRequests(route: RouteDefinition, valid: ValidInput): Promise<BadRequest[]> {
  const particulars = (await particularsOf.get(route)?.(valid)) ?? [];
  return particulars.map(([what, code, change]) => ({
    what,
    expected: [code],
    request: requestOf(route, valid, change),
  }));
}

const particularsOf: ReadonlyMap<RouteDefinition, (valid: ValidInput) => Promise<Particular[]>> = new Map<
  RouteDefinition,
  (valid: ValidInput) => Promise<Particular[]>
>([
  [refreshSession, wrongCookies],
  [getOrder, async () => [['the order of somebody else', 'order.not-found', { params: await orderOfSomebody() }]]],
  [verifyPayment, wrongPayments],
  [addToCart, async () => [['a course that is none', 'order.course-not-for-sale', { params: { courseId: NOBODY } }]]],
  [
    getPaymentReport,
    async () => [['days that end before they begin', 'request.invalid', { query: 'from=2026-02-01&to=2026-01-31' }]],
  ],
  [
    getLearningCourse,
    async () => [['a course one is not enrolled in', 'enrollment.required', { params: await otherCourse() }]],
  ],
  [
    getLecture,
    async () => [
      ['a lecture through a course one is not enrolled in', 'enrollment.required', { params: await otherCourse() }],
      ['a lecture of another course', 'lecture.not-found', { params: await lectureOfOtherCourse() }],
      ['a lecture that is none', 'lecture.not-found', { params: { lectureId: NOBODY } }],
    ],
  ],
  [getMyReview, async () => [['a course one did not review', 'review.not-found', { params: await otherCourse() }]]],
  [
    putMyReview,
    async () => [
      ['a course one is not enrolled in', 'enrollment.required', { params: await otherCourse() }],
      ['a course that is none', 'course.not-found', { params: { courseId: NOBODY } }],
    ],
  ],
  [deleteMyReview, async () => [['a course one did not review', 'review.not-found', { params: await otherCourse() }]]],
  [receiveRazorpayWebhook, wrongDeliveries],
  [receiveCloudinaryNotification, wrongNotifications],
  [getMedia, async () => [['media that is none', 'media.not-found', { params: { mediaId: NOBODY } }]]],
]);

async function wrongCookies({ headers = {} }: ValidInput): Promise<Particular[]> {
  const [name = '', token = ''] = headers.cookie?.split('=') ?? [];
  const [session = '', secret = '', seal = ''] = token.split('.');
  const cookies: [string, string | undefined][] = [
    ['no cookie', undefined],
    ['an empty cookie', `${name}=`],
    ['noise', `${name}=noise`],
    ['another name', `studynotion-refresh-other=${token}`],
    ['a token that is cut off', `${name}=${token.slice(0, -1)}`],
    ['another session', `${name}=${NOBODY}.${secret}.${seal}`],
    ['an invented secret', `${name}=${session}.${'A'.repeat(43)}.${seal}`],
    ['an operator', `${name}={"$ne":""}`],
    ['a noisy cookie before it', `${name}=noise; ${headers.cookie}`],
    ['a huge cookie', `${name}=${'x'.repeat(4000)}`],
  ];
  return cookies.map(([what, cookie]) => [what, 'session.invalid', { headers: { cookie } }]);
}

async function wrongPayments({ body }: ValidInput): Promise<Particular[]> {
  const { razorpayPaymentId, razorpaySignature } = body as Record<'razorpayPaymentId' | 'razorpaySignature', string>;
  const signature = `${razorpaySignature.startsWith('0') ? '1' : '0'}${razorpaySignature.slice(1)}`;
  const other = { razorpayPaymentId: 'pay_29QQoUBi66xm2f', razorpaySignature };
  return [
    [
      'a signature with another first digit',
      'payment.signature-invalid',
      { body: JSON.stringify({ razorpayPaymentId, razorpaySignature: signature }) },
    ],
    ['a payment that was not signed', 'payment.signature-invalid', { body: JSON.stringify(other) }],
    ['the order of somebody else', 'order.not-found', { params: await orderOfSomebody() }],
  ];
}

async function orderOfSomebody(): Promise<{ orderId: string }> {
  return { orderId: (await orderCourse(await newLearner(), PAID_COURSE)).id };
}

const paidCourse = () => new ApiClient().call(getCourse, 200, { params: { slug: PAID_COURSE } });

async function otherCourse(): Promise<{ courseId: string }> {
  return { courseId: (await paidCourse()).id };
}

async function lectureOfOtherCourse(): Promise<{ lectureId: string }> {
  return { lectureId: (await paidCourse()).sections[0]?.lectures[0]?.id ?? '' };
}

async function wrongDeliveries({ body, headers = {} }: ValidInput): Promise<Particular[]> {
  const signature = headers['x-razorpay-signature'] ?? '';
  const unsigned: [string, Change][] = [
    ['no signature', { headers: { 'x-razorpay-signature': undefined } }],
    ['an empty signature', { headers: { 'x-razorpay-signature': '' } }],
    ['a signature that is cut off', { headers: { 'x-razorpay-signature': signature.slice(0, -1) } }],
    ['a signature that goes on', { headers: { 'x-razorpay-signature': `${signature}0` } }],
    ['a signature in capitals', { headers: { 'x-razorpay-signature': signature.toUpperCase() } }],
    ['the signature of another body', { body: `${body} ` }],
    ['no body', { body: '' }],
    ['noise', { body: Buffer.from([0xff, 0x00, 0xfe]) }],
  ];
  const id = (value: string | undefined): Change => ({ headers: { 'x-razorpay-event-id': value } });
  const malformed: [string, Change][] = [
    ['no id', id(undefined)],
    ['an empty id', id('')],
    ['an id with an operator', id('{"$ne":""}')],
    ['too long an id', id('x'.repeat(101))],
    ...['', 'no JSON', '[]', 'null', '{}', '{"event":{"$ne":""}}', '{"event":1}'].map((text): [string, Change] => [
      `signed, but not an event: ${text}`,
      signedDelivery(text),
    ]),
  ];
  return [
    ...unsigned.map(([what, change]): Particular => [what, 'webhook.signature-invalid', change]),
    ...malformed.map(([what, change]): Particular => [what, 'request.malformed', change]),
  ];
}

async function wrongNotifications({ body, headers = {} }: ValidInput): Promise<Particular[]> {
  const signature = headers['x-cld-signature'] ?? '';
  const timestamp = Number(headers['x-cld-timestamp']);
  const signed = (value: string | undefined): Change => ({ headers: { 'x-cld-signature': value } });
  const at = (value: string | undefined): Change => ({ headers: { 'x-cld-timestamp': value } });
  const wrong: [string, Change][] = [
    ['no signature', signed(undefined)],
    ['an empty signature', signed('')],
    ['a signature that is cut off', signed(signature.slice(0, -1))],
    ['a signature that goes on', signed(`${signature}0`)],
    ['a signature in capitals', signed(signature.toUpperCase())],
    ['no time', at(undefined)],
    ['another time', at(String(timestamp - 1))],
    ['a time with an operator', at('{"$ne":""}')],
    ['the signature of another body', { body: `${body} ` }],
    ['no body', { body: '' }],
    ['noise', { body: Buffer.from([0xff, 0x00, 0xfe]) }],
  ];
  return wrong.map(([what, change]): Particular => [what, 'webhook.signature-invalid', change]);
}
