/**
 * What the history entry of a checkout remembers, so that a reload goes on where it was: a payment under way is not
 * offered to be paid again.
 */
export interface CheckoutState {
  /** Whether the checkout opens by itself, as it does after "Buy now". */
  readonly open?: boolean;
  /** Whether a payment was made whose confirmation is awaited. */
  readonly confirming?: boolean;
}

export const openAtOnce: CheckoutState = { open: true };
export const awaitConfirmation: CheckoutState = { confirming: true };

export function readCheckoutState(state: unknown): CheckoutState {
  return typeof state === 'object' && state !== null ? state : {};
}
