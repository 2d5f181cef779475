import { randomUUID } from 'node:crypto';
import {
  buildPath,
  completeLecture,
  createOrder,
  getCourse,
  getLearningCourse,
  listCourses,
  listMyCourses,
  listReviews,
  logIn,
  type Order,
  type RouteDefinition,
  verifyPayment,
} from '@studynotion/contracts';
import type { Person } from '../support/people.ts';
import { payAtRazorpay } from '../support/sandbox.ts';
import type { Request, Work } from './generate-load.ts';
import type { Population } from './population.ts';

/** Something that users do, as often as it is asked for. */
export interface Workload {
  readonly name: string;
  readonly work: Work;
  /** Whether the gateway answers it from memory, so that there are no calls to count. @default false */
  readonly fromMemory?: boolean;
}

/** What is measured, in this order. */
export function workloadsOf(population: Population): readonly Workload[] {
  const { categorySlug, freeCourses, learners } = population;
  const [course] = freeCourses;
  if (course === undefined) throw new TypeError('a load needs a course');
  const learner = inTurn(learners);
  return [
    ...publicRead('catalogue list', { route: listCourses }),
    ...publicRead('category', { route: listCourses, query: `?category=${categorySlug}` }),
    ...publicRead('course page', { route: getCourse, params: { slug: course.slug } }),
    ...publicRead('reviews', { route: listReviews, params: { courseId: course.id } }),
    { name: 'log-in', work: sending(() => logInOf(learner())) },
    { name: 'my courses', work: sending(() => asked({ route: listMyCourses, person: learner() })) },
    {
      name: 'learning page',
      work: sending(() => asked({ route: getLearningCourse, params: { courseId: course.id }, person: learner() })),
    },
    completions(population),
    purchases(population),
  ];
}

/** A read that the gateway keeps for a moment: once asked as ever, once with a language that nobody named before. */
function publicRead(name: string, asking: Asking): Workload[] {
  return [
    { name: `${name}, from memory`, fromMemory: true, work: sending(() => asked(asking)) },
    { name, work: sending(() => asked({ ...asking, headers: { 'accept-language': `x-${randomUUID()}` } })) },
  ];
}

function logInOf({ email, password }: Person): Request {
  return asked({ route: logIn, body: { email, password } });
}

/** Each learner completes each lecture; when all have, they do it again. */
function completions({ learners, lectures }: Population): Workload {
  const pairs = inTurn(lectures.flatMap((params) => learners.map((person) => ({ params, person }))));
  return { name: 'completion', work: sending(() => asked({ route: completeLecture, ...pairs() })) };
}

/** Order, payment at the stand-in of Razorpay, and its callback; nobody buys a course twice. */
function purchases({ learners, paidCourses }: Population): Workload {
  const left = paidCourses.flatMap(({ id }) => learners.map((person) => ({ person, courseId: id })));
  return {
    name: 'checkout',
    work: async (ask) => {
      const next = left.pop();
      if (next === undefined) throw new Error('every learner has bought every course');
      const { person, courseId } = next;
      const headers = { 'idempotency-key': randomUUID() };
      const ordered = await ask(
        asked({ route: createOrder, status: 201, person, headers, body: { courseIds: [courseId] } }),
      );
      const order = JSON.parse(ordered.toString()) as Order;
      const callback = await payAtRazorpay(order.checkout?.razorpayOrderId ?? '');
      const proof = { razorpayPaymentId: callback.razorpay_payment_id, razorpaySignature: callback.razorpay_signature };
      const verified = await ask(asked({ route: verifyPayment, person, params: { orderId: order.id }, body: proof }));
      const { state } = JSON.parse(verified.toString()) as Order;
      if (state !== 'paid') throw new Error(`the order is ${state}`);
      return ordered.length + verified.length;
    },
  };
}

const sending =
  (next: () => Request): Work =>
  async (ask) =>
    (await ask(next())).length;

interface Asking {
  readonly route: RouteDefinition;
  /** @default 200 */
  readonly status?: number;
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly person?: Person;
  readonly body?: unknown;
}

function asked({ route, status = 200, params, query = '', headers, person, body }: Asking): Request {
  return {
    method: route.method,
    path: `${buildPath(route, params)}${query}`,
    headers: {
      // As the trusted proxy would say it. Limits count by client, and a real load comes from many.
      'x-forwarded-for': addresses(),
      ...(person === undefined ? {} : { authorization: `Bearer ${person.client.accessToken}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    body: body === undefined ? undefined : JSON.stringify(body),
    status,
    answer: route.answers[status]?.refine((answer) => !isEmptyList(answer), 'the list is empty'),
  };
}

function isEmptyList(answer: unknown): boolean {
  return typeof answer === 'object' && answer !== null && 'items' in answer && (answer.items as unknown[]).length === 0;
}

function inTurn<Item>(items: readonly Item[]): () => Item {
  let place = 0;
  return () => {
    const item = items[place % items.length];
    if (item === undefined) throw new TypeError('there is nothing to take in turn');
    place += 1;
    return item;
  };
}

/** In a range kept for measurements (RFC 2544). */
const addresses = inTurn(Array.from({ length: 4000 }, (_, number) => `198.19.${number >> 8}.${number & 255}`));
