import { createHmac, randomUUID } from 'node:crypto';
import {
  changeMyProfile,
  changePassword,
  createOrder,
  deleteMyReview,
  findAccount,
  forgotPassword,
  getAccount,
  getCourse,
  getCourseOffer,
  getEnrollment,
  getLearningCourse,
  getLecture,
  getMyProfile,
  getMyReview,
  getOrder,
  getPublicProfile,
  importCourses,
  isInternal,
  jsonWebKeySet,
  listCourses,
  listMyCourses,
  listOrders,
  listReviews,
  logIn,
  logOut,
  logOutEverywhere,
  putMyReview,
  type RouteDefinition,
  receiveRazorpayWebhook,
  refreshSession,
  requestOtp,
  resetPassword,
  signUp,
  verifyPayment,
} from '@studynotion/contracts';
import { ApiClient } from '../support/api-client.ts';
import {
  codeByMail,
  FREE_COURSE,
  newAddress,
  newLearner,
  openSession,
  orderCourse,
  PAID_COURSE,
  PASSWORD,
  type Person,
} from '../support/people.ts';
import { seededAccount } from '../support/running-platform.ts';
import { payAtRazorpay, sandbox, waitForMail } from '../support/sandbox.ts';
import { secretOf } from '../support/secret.ts';
import { courseInputs } from './course-inputs.ts';
import { mediaInputs } from './media-inputs.ts';
import { paymentInputs } from './payment-inputs.ts';
import { peopleInputs } from './people-inputs.ts';

/** A request that is accepted, with every field that its schema knows. */
export interface ValidInput {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON, or as it is where it is text. */
  readonly body?: unknown;
  /** Fields that the body cannot have together with those it has. */
  readonly leftOut?: readonly string[];
  readonly accessToken?: string;
  /** @default the first of the route's answers */
  readonly status?: number;
  /** Whether a database or the state store looks different afterwards. @default false */
  readonly changes?: boolean;
}

const NEW_PASSWORD = 'nine slow trains by noon';
const onePage = { query: { limit: '1' } };

/**
 * Prepares a valid input of each route that takes anything. Each is good for one request, whatever
 * became of the others.
 */
const validInputs: ReadonlyMap<RouteDefinition, () => Promise<ValidInput>> = new Map<
  RouteDefinition,
  () => Promise<ValidInput>
>([
  [requestOtp, async () => ({ body: { email: newAddress() }, changes: true })],
  [signUp, async () => ({ body: await fullSignUpForm(), changes: true })],
  [logIn, async () => ({ body: { email: (await newLearner()).email, password: PASSWORD }, changes: true })],
  [refreshSession, async () => ({ headers: { cookie: await newCookie() }, changes: true })],
  [logOut, async () => ({ headers: { cookie: await newCookie() }, changes: true })],
  [logOutEverywhere, async () => ({ ...(await signedIn()), changes: true })],
  [forgotPassword, async () => ({ body: { email: (await newLearner()).email }, changes: true })],
  [resetPassword, async () => ({ body: { token: await newResetToken(), password: NEW_PASSWORD }, changes: true })],
  [
    changePassword,
    async () => ({
      ...(await signedIn()),
      body: { currentPassword: PASSWORD, newPassword: NEW_PASSWORD },
      changes: true,
    }),
  ],
  [jsonWebKeySet, async () => ({})],

  [getMyProfile, async () => sessionOf(await reader())],
  [changeMyProfile, async () => ({ ...(await signedIn()), body: fullProfile, changes: true })],
  [getPublicProfile, async () => ({ params: { accountId: (await reader()).account.id } })],

  [listCourses, async () => onePage],
  [getCourse, async () => ({ params: { slug: FREE_COURSE } })],
  [listMyCourses, async () => ({ ...sessionOf(await reader()), ...onePage })],
  [getLearningCourse, async () => ({ ...sessionOf(await reader()), params: await lessonOf(['courseId']) })],
  [getLecture, async () => ({ ...sessionOf(await reader()), params: await lessonOf(['courseId', 'lectureId']) })],
  [importCourses, async () => ({ accessToken: await administratorToken(), body: smallCourse(), changes: true })],
  ...courseInputs,
  ...peopleInputs,
  ...mediaInputs,

  [
    createOrder,
    async () => ({
      ...(await signedIn()),
      headers: { 'idempotency-key': randomUUID() },
      body: { courseIds: [await courseId(PAID_COURSE)] },
      changes: true,
    }),
  ],
  ...paymentInputs,
  [listOrders, async () => ({ ...sessionOf(await reader()), ...onePage })],
  [
    getOrder,
    async () => {
      const { order, accessToken } = await newOrder();
      return { accessToken, params: { orderId: order.id } };
    },
  ],
  [
    verifyPayment,
    async () => {
      const { order, accessToken } = await newOrder();
      const body = await payUnnoticed(order.checkout?.razorpayOrderId);
      return { accessToken, params: { orderId: order.id }, body, changes: true };
    },
  ],
  [receiveRazorpayWebhook, async () => ({ ...signedDelivery(JSON.stringify(unimportantEvent)), changes: true })],

  [listReviews, async () => ({ params: await lessonOf(['courseId']), query: { limit: '1', sort: 'highest' } })],
  [getMyReview, async () => ({ ...sessionOf(await newReviewer()), params: await lessonOf(['courseId']) })],
  [
    putMyReview,
    async () => ({
      ...sessionOf(await newReviewer()),
      params: await lessonOf(['courseId']),
      body: { rating: 4, text: 'On second thoughts' },
      changes: true,
    }),
  ],
  [
    deleteMyReview,
    async () => ({ ...sessionOf(await newReviewer()), params: await lessonOf(['courseId']), changes: true }),
  ],

  [getAccount, async () => ({ params: { accountId: (await reader()).account.id } })],
  [findAccount, async () => ({ body: { email: (await reader()).email } })],
  [getCourseOffer, async () => ({ params: { courseId: await courseId(PAID_COURSE) } })],
  [
    getEnrollment,
    async () => ({
      params: { accountId: (await reader()).account.id, courseId: await courseId(PAID_COURSE) },
    }),
  ],
]);

/** A valid input of a route; nothing, for a read that takes nothing. @throws where nobody has thought of the route */
export function validInputOf(route: RouteDefinition): Promise<ValidInput> {
  const { method, path, params, query, body, access } = route;
  const prepare = validInputs.get(route);
  if (prepare !== undefined) return prepare();
  const takesNothing =
    method === 'GET' &&
    (access === 'public' || isInternal(route)) &&
    [params, query, body].every((part) => part === undefined);
  if (!takesNothing) throw new Error(`valid-inputs.ts has no valid input for ${method} ${path}`);
  return Promise.resolve({});
}

async function signedIn(): Promise<{ accessToken: string | undefined }> {
  return sessionOf(await newLearner());
}

let enrolled: Promise<Person> | undefined;

/** Somebody who is enrolled in a course and does nothing but read, so that one is enough. */
function reader(): Promise<Person> {
  enrolled ??= (async () => {
    const learner = await newLearner();
    await orderCourse(learner, FREE_COURSE);
    return learner;
  })();
  return enrolled;
}

/** Somebody who has reviewed the course they are enrolled in. */
async function newReviewer(): Promise<Person> {
  const learner = await newLearner();
  await orderCourse(learner, FREE_COURSE);
  await learner.client.call(putMyReview, 200, { params: await lessonOf(['courseId']), body: { rating: 5 } });
  return learner;
}

function sessionOf({ client }: Person): { accessToken: string | undefined } {
  return { accessToken: client.accessToken };
}

async function administratorToken(): Promise<string | undefined> {
  const client = new ApiClient();
  await openSession(client, seededAccount('administrator'));
  return client.accessToken;
}

async function newCookie(): Promise<string> {
  const { client } = await newLearner();
  return [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
}

async function newResetToken(): Promise<string> {
  const { email, client } = await newLearner();
  await client.call(forgotPassword, 202, { body: { email } });
  const { text } = await waitForMail(email, 'Set a new');
  const token = /#token=(\S+)/.exec(text)?.[1];
  if (token === undefined) throw new Error(`No link in the mail:\n${text}`);
  return token;
}

async function fullSignUpForm() {
  const email = newAddress();
  return {
    firstName: 'Asha',
    lastName: 'Rao',
    email,
    password: PASSWORD,
    accountType: 'student',
    contactNumber: '+91 80 1234 5678',
    otp: await codeByMail(new ApiClient(), email),
  };
}

const fullProfile = {
  firstName: 'Uma',
  lastName: 'Iyer',
  gender: 'female',
  dateOfBirth: '1999-12-31',
  about: 'Reads in the train.',
  contactNumber: '+91 22 1234 5678',
};

async function courseId(slug: string): Promise<string> {
  return (await new ApiClient().call(getCourse, 200, { params: { slug } })).id;
}

/** The parameters that lead to what the reader may read. */
async function lessonOf(names: readonly ('courseId' | 'lectureId')[]): Promise<Record<string, string>> {
  const { id, sections } = await new ApiClient().call(getCourse, 200, { params: { slug: FREE_COURSE } });
  const all = { courseId: id, lectureId: sections[0]?.lectures[0]?.id ?? '' };
  return Object.fromEntries(names.map((name) => [name, all[name]]));
}

async function newOrder() {
  const learner = await newLearner();
  return { accessToken: learner.client.accessToken, order: await orderCourse(learner, PAID_COURSE) };
}

/** Pays an order so that the shop hears of it from the checkout page alone. */
async function payUnnoticed(razorpayOrderId = '') {
  await sandbox('PUT', '/razorpay/webhooks', { mode: 'drop' });
  const paid = await payAtRazorpay(razorpayOrderId);
  await sandbox('PUT', '/razorpay/webhooks', { mode: 'normal' });
  return { razorpayPaymentId: paid.razorpay_payment_id, razorpaySignature: paid.razorpay_signature };
}

/** Something that Razorpay tells and nobody here does anything about. */
const unimportantEvent = {
  entity: 'event',
  event: 'payment.downtime.started',
  contains: [],
  payload: {},
  created_at: 1,
};

/** A webhook delivery as Razorpay signs it. */
export function signedDelivery(body: string): { readonly headers: Record<string, string>; readonly body: string } {
  const signature = createHmac('sha256', secretOf('payment-service', 'razorpay-webhook-secret')).update(body);
  return {
    headers: { 'x-razorpay-signature': signature.digest('hex'), 'x-razorpay-event-id': `event-${randomUUID()}` },
    body,
  };
}

function smallCourse() {
  return {
    format: 'studynotion-courses-v1',
    instructor: { email: seededAccount('instructor').email },
    courses: [
      {
        slug: `small-course-${randomUUID()}`,
        title: 'A small course',
        summary: 'As small as they come.',
        description: 'One section with one lecture.',
        whatYouWillLearn: ['That it works'],
        requirements: ['Nothing'],
        tags: ['small'],
        category: 'Small courses',
        level: 'beginner',
        language: 'en',
        price: { amount: 0, currency: 'INR' },
        sections: [
          { title: 'The section', lectures: [{ title: 'One', kind: 'article', preview: true, markdown: '# One' }] },
        ],
      },
    ],
  };
}
