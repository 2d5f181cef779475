import { owedBooking } from './ledger.ts';
import { lookPause } from './next-look.ts';
import type { Order, Refund } from './order.ts';
import { type PaymentProvider, type ProviderRefund, ProviderRefusal } from './payment-provider.ts';
import { isOpen, receiptOf, refundFor, refusedChange } from './refund-rules.ts';
import { finishRefunds, type TakeRefundNeeds, takeRefund } from './take-refund.ts';

export interface RefundNeeds extends TakeRefundNeeds {
  readonly provider: PaymentProvider;
}

const BATCH = 50;
/** Shortest pause between two tries, in seconds. */
const SHORTEST_PAUSE = 30;

/**
 * Gives back what is owed, and asks what became of what is on its way.
 * One that cannot go on now is seen in the log and in the order, is tried again, and does not hold up the others.
 */
export async function lookAfterRefunds(needs: RefundNeeds): Promise<void> {
  const { clock, logger, orders } = needs;
  for (;;) {
    const due = await orders.dueForRefund(clock.now(), BATCH);
    for (const order of due) {
      try {
        await lookAfter(needs, order);
      } catch (error) {
        logger.warn({ error }, `refunds of order ${order.id} cannot go on yet`);
      }
    }
    if (due.length < BATCH) return;
  }
}

async function lookAfter(needs: RefundNeeds, order: Order): Promise<void> {
  // Pushed on before the work: another replica leaves it alone, and a crash leaves it to be found again.
  if (!(await needs.orders.claimRefund(order, nextRefundAt(order, needs.clock.now())))) return;
  for (const refund of order.refunds.filter(isOpen)) await giveBack(needs, order, refund);
  await finishRefunds(needs, order.id);
}

async function giveBack(needs: RefundNeeds, order: Order, refund: Refund): Promise<void> {
  if (refund.why !== 'at-provider') await needs.ledger.book(owedBooking(order, refund));
  try {
    const told = await findOrCreate(needs, order, refund);
    needs.faultPoint('refund-made-before-store');
    await takeRefund(needs, order, told);
  } catch (error) {
    if (!(error instanceof ProviderRefusal)) throw error;
    needs.logger.error({ error }, `Razorpay does not give back ${refund.id} of order ${order.id}`);
    await needs.orders.change(order.id, (present) =>
      refusedChange(present, refund.id, error.message, needs.clock.now()),
    );
  }
}

/** Looked up before another is made, so that an answer that never came costs nothing. */
async function findOrCreate({ provider }: RefundNeeds, order: Order, refund: Refund): Promise<ProviderRefund> {
  const { paymentId, amount, razorpayRefundId } = refund;
  if (razorpayRefundId !== undefined) return provider.refund(razorpayRefundId);
  const made = await provider.refundsOf(paymentId);
  const found = made.find((told) => refundFor(order, told)?.id === refund.id);
  return found ?? provider.createRefund({ receipt: receiptOf(refund), paymentId, amount });
}

function nextRefundAt({ refunds }: Order, now: Date): Date {
  const oldest = Math.min(...refunds.filter(isOpen).map(({ wantedAt }) => wantedAt.getTime()), now.getTime());
  return new Date(now.getTime() + lookPause((now.getTime() - oldest) / 1000, SHORTEST_PAUSE) * 1000);
}
