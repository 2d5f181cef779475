import { type Clock, type FaultPoint, type Logger, Saga } from '@studynotion/service-kit';
import type { CartRepository } from '../data/cart-repository.ts';
import type { EnrollmentRepository } from '../data/enrollment-repository.ts';
import type { LedgerRepository } from '../data/ledger-repository.ts';
import type { OrderRepository } from '../data/order-repository.ts';
import { saleBooking } from './ledger.ts';
import type { Order } from './order.ts';
import { surplusChange } from './refund-rules.ts';

export interface FulfilmentNeeds {
  readonly carts: CartRepository;
  readonly clock: Clock;
  readonly enrollments: EnrollmentRepository;
  readonly faultPoint: FaultPoint;
  readonly ledger: LedgerRepository;
  readonly logger: Logger;
  readonly orders: OrderRepository;
}

/** What a paid order leads to. Its progress stands in the order; a sweeper resumes what a crash left. */
export function fulfilmentSaga(needs: FulfilmentNeeds): Saga<Order> {
  const { faultPoint, logger, orders } = needs;
  return new Saga<Order>({
    name: 'fulfilment',
    steps: [
      { name: 'book', do: (order) => book(needs, order) },
      { name: 'enrol', do: (order) => enrol(needs, order) },
      { name: 'empty-cart', do: (order) => emptyCart(needs, order) },
      { name: 'owe-surplus', do: (order) => oweSurplus(needs, order) },
    ],
    progressOf: ({ fulfilment = { state: 'done', completed: 0 } }) => fulfilment,
    store: ({ id }, from, to) => orders.storeFulfilment(id, from, to),
    unfinished: (limit) => orders.unfulfilled(limit),
    logger,
    faultPoint,
  });
}

/** Nothing to book where nothing was to be paid. */
async function book({ ledger }: FulfilmentNeeds, { paidBy, ...order }: Order): Promise<void> {
  if (paidBy !== undefined) await ledger.book(saleBooking({ ...order, paidBy }));
}

/**
 * One enrolment per account and course; a course that another order brought before is marked, for it is paid twice, and
 * so is everything of an account that was deleted before the money came.
 */
async function enrol({ enrollments, orders }: FulfilmentNeeds, { id }: Order): Promise<void> {
  const order = await orders.get(id);
  for (const { courseId, enrollment } of order.items) {
    if (enrollment !== undefined) continue; // decided before a crash; to decide again could enrol by an order that is refunded
    const wanted = { accountId: order.accountId, courseId, orderId: id };
    const outcome = order.anonymizedAt === undefined ? await enrollments.grant(wanted) : 'surplus';
    await orders.noteEnrollment(id, courseId, outcome);
  }
}

async function emptyCart({ carts }: FulfilmentNeeds, { accountId, items }: Order): Promise<void> {
  const bought = items.map(({ courseId }) => courseId);
  await carts.take(accountId, bought);
}

/** From here on it stands in the order and is looked after until it is back. */
async function oweSurplus({ clock, orders }: FulfilmentNeeds, { id }: Order): Promise<void> {
  await orders.change(id, (order) => surplusChange(order, clock.now()));
}

/**
 * Carries a paid order out at once. What does not go at this moment is left to the sweeper: the money is booked, so the
 * buyer is not told of a failure.
 * @returns the order as it is then
 */
export async function fulfil(
  { saga, orders, logger }: { saga: Saga<Order>; orders: OrderRepository; logger: Logger },
  order: Order,
): Promise<Order> {
  if (order.fulfilment?.state !== 'running') return order;
  try {
    await saga.advance(order);
  } catch (error) {
    logger.warn({ error }, `order ${order.id} is paid; the sweeper will carry it out`);
  }
  return (await orders.find(order.id)) ?? order;
}
