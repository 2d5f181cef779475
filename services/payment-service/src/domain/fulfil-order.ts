import { type FaultPoint, type Logger, Saga } from '@studynotion/service-kit';
import type { CartRepository } from '../data/cart-repository.ts';
import type { EnrollmentRepository } from '../data/enrollment-repository.ts';
import type { OrderRepository } from '../data/order-repository.ts';
import type { Order } from './order.ts';

export interface FulfilmentNeeds {
  readonly carts: CartRepository;
  readonly enrollments: EnrollmentRepository;
  readonly faultPoint: FaultPoint;
  readonly logger: Logger;
  readonly orders: OrderRepository;
}

/** What a paid order leads to. Its progress stands in the order; a sweeper resumes what a crash left. */
export function fulfilmentSaga({ carts, enrollments, faultPoint, logger, orders }: FulfilmentNeeds): Saga<Order> {
  return new Saga<Order>({
    name: 'fulfilment',
    steps: [
      { name: 'enrol', do: (order) => enrol(enrollments, orders, order) },
      { name: 'empty-cart', do: (order) => emptyCart(carts, order) },
    ],
    progressOf: ({ fulfilment = { state: 'done', completed: 0 } }) => fulfilment,
    store: ({ id }, from, to) => orders.storeFulfilment(id, from, to),
    unfinished: (limit) => orders.unfulfilled(limit),
    logger,
    faultPoint,
  });
}

/** One enrolment per account and course; a course that another order brought before is marked, for it is paid twice. */
async function enrol(enrollments: EnrollmentRepository, orders: OrderRepository, order: Order): Promise<void> {
  for (const { courseId } of order.items) {
    const outcome = await enrollments.grant({ accountId: order.accountId, courseId, orderId: order.id });
    await orders.noteEnrollment(order.id, courseId, outcome);
  }
}

async function emptyCart(carts: CartRepository, { accountId, items }: Order): Promise<void> {
  const bought = items.map(({ courseId }) => courseId);
  await carts.take(accountId, bought);
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
