import type { Balance, Id, PaymentReport } from '@studynotion/contracts';
import { type Caller, InputError, requireRole } from '@studynotion/service-kit';
import type { LedgerRepository, LedgerSum } from '../data/ledger-repository.ts';

/**
 * What the ledger says of a span of days, both included; administrators may see it.
 * @throws InputError `request.invalid` where the span ends before it begins
 */
export async function reportPayments(
  { ledger }: { readonly ledger: LedgerRepository },
  caller: Caller,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<PaymentReport> {
  requireRole(caller, 'administrator');
  if (to < from) throw new InputError('request.invalid', { errors: [{ path: 'to', message: 'is before from' }] });

  const [sums, orders] = await Promise.all([ledger.sums(from, to), ledger.countSales(from, to)]);
  const held = (kind: LedgerSum['kind']) => total(sums, (sum) => sum.account === 'razorpay' && sum.kind === kind);
  const instructors = incomes(sums);
  return {
    from,
    to,
    orders,
    captured: balance(held('capture')),
    refunded: balance(-held('refund')),
    refundsOwed: balance(-total(sums, ({ account }) => account === 'refunds')),
    instructorShare: balance(instructors.reduce((sum, { income }) => sum + income.amount, 0)),
    platformShare: balance(-total(sums, ({ account }) => account === 'platform')),
    instructors,
  };
}

/** What each instructor got, the highest income first. */
function incomes(sums: readonly LedgerSum[]): PaymentReport['instructors'] {
  const byInstructor = new Map<Id, number>();
  for (const { account, amount } of sums) {
    if (!account.startsWith(INSTRUCTOR)) continue;
    const instructorId = account.slice(INSTRUCTOR.length);
    byInstructor.set(instructorId, (byInstructor.get(instructorId) ?? 0) - amount);
  }
  return [...byInstructor]
    .map(([instructorId, amount]) => ({ instructorId, income: balance(amount) }))
    .toSorted((one, other) => other.income.amount - one.income.amount);
}

const INSTRUCTOR = 'instructor:';

function total(sums: readonly LedgerSum[], counts: (sum: LedgerSum) => boolean): number {
  return sums.reduce((sum, entry) => (counts(entry) ? sum + entry.amount : sum), 0);
}

/** Without the negative zero that a turned sign leaves. */
const balance = (amount: number): Balance => ({ amount: amount === 0 ? 0 : amount, currency: 'INR' });
