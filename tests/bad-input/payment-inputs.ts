import {
  addToCart,
  getCart,
  getCourse,
  getInstructorIncome,
  getPaymentReport,
  listAllOrders,
  listMyEnrollments,
  mergeCart,
  type RouteDefinition,
  removeFromCart,
} from '@studynotion/contracts';
import { ApiClient } from '../support/api-client.ts';
import { newLearner, openSession, PAID_COURSE } from '../support/people.ts';
import { seededAccount } from '../support/running-platform.ts';
import type { ValidInput } from './valid-inputs.ts';

/** Valid inputs of what learners put into their carts, and administrators look up about money. */
export const paymentInputs: readonly (readonly [RouteDefinition, () => Promise<ValidInput>])[] = [
  [getCart, async () => session(await learner())],
  [addToCart, async () => ({ ...session(await learner()), params: await paidCourse(), changes: true })],
  [removeFromCart, async () => ({ ...session(await learnerWithCart()), params: await paidCourse(), changes: true })],
  [
    mergeCart,
    async () => ({
      ...session(await learner()),
      body: { courseIds: [(await paidCourse()).courseId] },
      changes: true,
    }),
  ],
  [listMyEnrollments, async () => ({ ...session(await learner()), query: { limit: '1' } })],
  [
    getPaymentReport,
    async () => ({ ...session(await administrator()), query: { from: '2026-01-01', to: '2026-01-31' } }),
  ],
  [
    listAllOrders,
    async () => ({
      ...session(await administrator()),
      query: { limit: '1', state: 'paid', accountId: (await newLearner()).account.id },
    }),
  ],
  [getInstructorIncome, async () => ({ params: { accountId: (await newLearner()).account.id } })],
];

function session({ accessToken }: ApiClient): { accessToken: string | undefined } {
  return { accessToken };
}

async function learner(): Promise<ApiClient> {
  return (await newLearner()).client;
}

async function learnerWithCart(): Promise<ApiClient> {
  const client = await learner();
  await client.call(addToCart, 200, { params: await paidCourse() });
  return client;
}

async function administrator(): Promise<ApiClient> {
  const client = new ApiClient();
  await openSession(client, seededAccount('administrator'));
  return client;
}

async function paidCourse(): Promise<{ courseId: string }> {
  const { id } = await new ApiClient().call(getCourse, 200, { params: { slug: PAID_COURSE } });
  return { courseId: id };
}
