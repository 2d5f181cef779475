import type { Order } from '@studynotion/contracts';

/** What this tab knows of the payment beyond the state of the order. */
export type Attempt = 'none' | 'opening' | 'open' | 'confirming' | 'closed' | 'failed' | 'refused' | 'not-loaded';

/** What the page shows. */
export type CheckoutView =
  | 'paid'
  | 'expired'
  | 'confirming'
  /** The checkout is opening or open. */
  | 'paying'
  /** It can be paid, or tried again after what `attempt` says. */
  | 'payable';

/** Money that goes back afterwards was for a course that is the buyer's already. */
const paidStates: readonly Order['state'][] = ['paid', 'partially-refunded', 'refunded'];

/** The order has the first word: it may have been paid elsewhere, whatever became of the attempt here. */
export function checkoutView({ state }: Pick<Order, 'state'>, attempt: Attempt): CheckoutView {
  if (paidStates.includes(state)) return 'paid';
  if (attempt === 'confirming') return 'confirming';
  if (state === 'expired') return 'expired';
  return attempt === 'opening' || attempt === 'open' ? 'paying' : 'payable';
}

/** Pause between two looks at an order, in milliseconds; 0 is none. */
export function pollingInterval(view: CheckoutView): number {
  if (view === 'confirming') return 2_000;
  return view === 'payable' ? 15_000 : 0;
}
