import { type ApiProblem, isTransient } from '../../shared/api/api-problem.ts';

/**
 * - `paid`: the order is paid
 * - `pending`: whether it is will be seen at the order
 * - `refused`: this payment is none for this order
 */
export type Confirmation = 'paid' | 'pending' | 'refused';

const TRIES = 3;

/**
 * Hands the payment over. A lost answer is asked for again, for the same proof twice is the same payment; if it stays
 * away, or the bank has not decided yet, the order tells in the end: the payment reaches the platform by other ways too.
 */
export async function confirmPayment(
  verify: () => Promise<ApiProblem | undefined>,
  pause: (tries: number) => Promise<void>,
): Promise<Confirmation> {
  for (let tries = 1; ; tries += 1) {
    const problem = await verify();
    if (problem === undefined) return 'paid';
    if (isRefusal(problem)) return 'refused';
    if (!isTransient(problem) || tries === TRIES) return 'pending';
    await pause(tries);
  }
}

function isRefusal({ code }: ApiProblem): boolean {
  return code === 'payment.signature-invalid' || code === 'request.invalid' || code === 'order.not-found';
}
