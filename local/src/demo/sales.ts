import { randomUUID } from 'node:crypto';
import {
  addToCart,
  createOrder,
  getCart,
  getOrder,
  listOrders,
  type Order,
  verifyPayment,
} from '@studynotion/contracts';
import { SetupError } from '../setup-error.ts';
import type { Progress } from '../terminal.ts';
import type { DemoClient } from './demo-client.ts';
import type { DemoSale } from './plan.ts';
import { type CourseIds, known, type People, type Scene } from './scene.ts';

/** Every order of the plan, paid, in the order of time; then the carts that are left full. */
export async function provideSales(
  scene: Scene,
  people: People,
  courseIds: CourseIds,
  progress: Progress,
): Promise<void> {
  const { sales, carts } = scene.plan;
  const orders = await ordersOf(scene, people);
  for (const [place, sale] of sales.entries()) {
    const ids = sale.courses.map(({ course }) => known(courseIds, course));
    await provideOrder(scene, { client: known(people, sale.buyer), sale, ids, present: known(orders, sale.buyer) });
    progress(`${place + 1} of ${sales.length} orders`);
  }
  for (const { owner, courses } of carts)
    await provideCart(
      scene,
      known(people, owner),
      courses.map((key) => known(courseIds, key)),
    );
}

async function ordersOf({ plan }: Scene, people: People): Promise<ReadonlyMap<string, readonly Order[]>> {
  const entries = plan.learners.map(async ({ email }): Promise<[string, readonly Order[]]> => {
    const { items } = await known(people, email).call(listOrders, 200, { query: { limit: '100' } });
    return [email, items];
  });
  return new Map(await Promise.all(entries));
}

interface OrderTask {
  readonly client: DemoClient;
  readonly sale: DemoSale;
  readonly ids: readonly string[];
  /** What the buyer ordered before. */
  readonly present: readonly Order[];
}

async function provideOrder(scene: Scene, { client, sale, ids, present }: OrderTask): Promise<void> {
  const known = present.filter(({ items }) =>
    isSame(
      items.map(({ courseId }) => courseId),
      ids,
    ),
  );
  const open = known.find(({ state }) => state === 'awaiting-payment');
  if (open === undefined && known.some(({ paidAt }) => paidAt !== undefined)) return;

  const order = open ?? (await place(client, ids));
  if (order === undefined) return;
  if (order.checkout !== undefined) await pay(scene, client, sale, order);
  scene.changes.made('orders');
}

/** @returns undefined where somebody bought one of the courses by hand meanwhile */
async function place(client: DemoClient, courseIds: readonly string[]): Promise<Order | undefined> {
  const headers = { 'idempotency-key': randomUUID() };
  const result = await client.attempt(createOrder, 201, { body: { courseIds: [...courseIds] }, headers });
  if ('answer' in result) return result.answer;
  if (result.code === 'order.already-enrolled') return undefined;
  throw new SetupError(`An order of the demo data was refused: ${result.refusal}`);
}

async function pay({ sandbox }: Scene, client: DemoClient, { refusedFirst }: DemoSale, order: Order): Promise<void> {
  const razorpayOrderId = order.checkout?.razorpayOrderId ?? '';
  const params = { orderId: order.id };
  if (refusedFirst && !(await wasRefused(client, order.id))) await sandbox.failToPay(razorpayOrderId);
  const paid = await sandbox.pay(razorpayOrderId);
  await client.call(verifyPayment, 200, {
    params,
    body: { razorpayPaymentId: paid.razorpay_payment_id, razorpaySignature: paid.razorpay_signature },
  });
}

async function wasRefused(client: DemoClient, orderId: string): Promise<boolean> {
  const { timeline } = await client.call(getOrder, 200, { params: { orderId } });
  return timeline.some(({ what }) => what === 'attempt-failed');
}

async function provideCart({ changes }: Scene, client: DemoClient, ids: readonly string[]): Promise<void> {
  const { items } = await client.call(getCart, 200);
  for (const courseId of ids) {
    if (items.some((item) => item.courseId === courseId)) continue;
    const result = await client.attempt(addToCart, 200, { params: { courseId } });
    if ('answer' in result) changes.made('things in carts');
    else if (result.code !== 'order.already-enrolled')
      throw new SetupError(`A cart of the demo data could not be filled: ${result.refusal}`);
  }
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((id) => other.includes(id));
}
