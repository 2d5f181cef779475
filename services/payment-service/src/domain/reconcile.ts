import type { Clock } from '@studynotion/service-kit';
import { nextLookAt } from './next-look.ts';
import { ageInSeconds, ORDER_LIFETIME_SECONDS, type Order } from './order.ts';
import { nextState } from './order-state.ts';
import { ProviderRefusal } from './payment-provider.ts';
import { type TakePaymentNeeds, takePayment } from './take-payment.ts';

export interface ReconcileNeeds extends TakePaymentNeeds {
  /** Shortest pause between two looks at one order, in seconds. */
  readonly reconcileSeconds: number;
}

const BATCH = 50;

/**
 * Asks Razorpay about orders that stay open, so that a lost callback and a webhook outage cost nothing.
 * @throws UnavailableError where Razorpay does not answer; the rest of the orders wait for the next run
 */
export async function reconcile(needs: ReconcileNeeds): Promise<void> {
  const { clock, orders } = needs;
  for (;;) {
    const due = await orders.dueForLook(clock.now(), BATCH);
    for (const order of due) await takeLook(needs, order);
    if (due.length < BATCH) return;
  }
}

async function takeLook(needs: ReconcileNeeds, order: Order): Promise<void> {
  const { clock, logger, orders, reconcileSeconds } = needs;
  // Pushed on before the question: another replica leaves it alone, and one that cannot be answered holds up nobody.
  if (!(await orders.claimLook(order, nextLookAt(order, clock.now(), reconcileSeconds)))) return;
  try {
    await lookAt(needs, order);
  } catch (error) {
    if (!(error instanceof ProviderRefusal)) throw error;
    logger.error({ error }, `Razorpay does not tell about order ${order.id}`);
  }
}

async function lookAt(needs: ReconcileNeeds, order: Order): Promise<void> {
  const payments = order.razorpayOrderId === undefined ? [] : await needs.provider.paymentsOf(order.razorpayOrderId);
  let present = order;
  for (const payment of payments) present = await takePayment(needs, present, payment);
  if (isGivenUp(present, needs.clock)) await expire(needs, present);
}

function isGivenUp(order: Order, clock: Clock): boolean {
  return nextState(order.state, 'expired') !== undefined && ageInSeconds(order, clock.now()) > ORDER_LIFETIME_SECONDS;
}

async function expire({ clock, logger, orders }: ReconcileNeeds, { id }: Order): Promise<void> {
  await orders.change(id, ({ state, razorpayOrderId }) => {
    const next = nextState(state, 'expired');
    if (next === undefined) return undefined;
    const set = { state: next, expiredAt: clock.now() };
    // Without an order at Razorpay no late payment can come.
    return razorpayOrderId === undefined ? { set, unset: ['nextLookAt'] } : { set };
  });
  logger.info(`order ${id} expired`);
}
