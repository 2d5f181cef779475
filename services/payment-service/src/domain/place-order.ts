import type { Id } from '@studynotion/contracts';
import {
  type Caller,
  type Clock,
  type FaultPoint,
  InputError,
  type Logger,
  newId,
  type Saga,
} from '@studynotion/service-kit';
import type { OrderRepository } from '../data/order-repository.ts';
import { fulfil } from './fulfil-order.ts';
import type { LookOverNeeds } from './look-over.ts';
import { nextLookAt } from './next-look.ts';
import type { Order } from './order.ts';
import { nextState } from './order-state.ts';
import { paidChange } from './paid-change.ts';
import type { PaymentProvider } from './payment-provider.ts';
import { quote } from './quote.ts';
import { totalOf } from './total-of.ts';

export interface PlaceOrderNeeds extends LookOverNeeds {
  readonly clock: Clock;
  readonly faultPoint: FaultPoint;
  /** What instructors get of the price, in whole percent. */
  readonly instructorSharePercent: number;
  readonly logger: Logger;
  readonly orders: OrderRepository;
  readonly provider: PaymentProvider;
  readonly reconcileSeconds: number;
  readonly saga: Saga<Order>;
}

/**
 * Orders courses at the prices of this moment. The same account and key lead to the same order however often this runs,
 * at the same time or after a crash anywhere in it.
 */
export async function placeOrder(
  needs: PlaceOrderNeeds,
  { accountId }: Caller,
  idempotencyKey: string,
  courseIds: readonly Id[],
): Promise<Order> {
  const wanted = [...new Set(courseIds)];
  const order =
    (await needs.orders.findByKey(accountId, idempotencyKey)) ??
    (await writeOrder(needs, accountId, idempotencyKey, wanted));
  requireSameCourses(order, wanted);
  return order.total.amount === 0 ? payNothing(needs, order) : offer(needs, order);
}

async function writeOrder(
  { clock, instructorSharePercent, orders, reconcileSeconds, ...needs }: PlaceOrderNeeds,
  accountId: Id,
  idempotencyKey: string,
  courseIds: readonly Id[],
): Promise<Order> {
  const items = await quote(needs, accountId, courseIds);
  const createdAt = clock.now();
  return orders.insert({
    id: newId(),
    version: 1,
    accountId,
    idempotencyKey,
    state: 'created',
    items,
    total: totalOf(items),
    instructorSharePercent,
    createdAt,
    attempts: [],
    refunds: [],
    nextLookAt: nextLookAt({ createdAt }, createdAt, reconcileSeconds),
  });
}

function requireSameCourses({ items }: Order, courseIds: readonly Id[]): void {
  const ordered = items.map(({ courseId }) => courseId);
  if (ordered.toSorted().join() !== courseIds.toSorted().join()) throw new InputError('idempotency-key.reused');
}

async function payNothing(needs: PlaceOrderNeeds, { id }: Order): Promise<Order> {
  const order = await needs.orders.change(id, (present) => paidChange(present, needs.clock.now()));
  needs.faultPoint('order-paid-before-enrolment');
  return fulfil(needs, order);
}

/**
 * Has Razorpay expect the money. Dying between its order and ours is harmless: the retry gets the same one by its
 * receipt, and even another one could not be paid, for nobody was ever shown the first.
 */
async function offer({ faultPoint, orders, provider }: PlaceOrderNeeds, order: Order): Promise<Order> {
  if (nextState(order.state, 'offered') === undefined) return order;
  const razorpayOrderId = await provider.createOrder({ receipt: order.id, total: order.total });
  faultPoint('razorpay-order-before-store');
  return orders.change(order.id, ({ state }) => {
    const next = nextState(state, 'offered');
    return next === undefined ? undefined : { set: { state: next, razorpayOrderId } };
  });
}
