import type { Money } from '@studynotion/contracts';

export interface MonthIncome {
  /** `YYYY-MM` */
  readonly month: string;
  readonly income: Money;
}

/** The months up to this one, oldest first; those of which nothing is told brought nothing. */
export function lastMonths(told: readonly MonthIncome[], thisMonth: string, count = 12): readonly MonthIncome[] {
  const [year = 0, month = 0] = thisMonth.split('-').map(Number);
  return Array.from({ length: count }, (_, index) => {
    const name = new Date(Date.UTC(year, month - count + index, 1)).toISOString().slice(0, 7);
    return told.find((one) => one.month === name) ?? { month: name, income: { amount: 0, currency: 'INR' } };
  });
}

/** The month it is in India, where months of income begin and end. */
export function monthInIndia(now: Date): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Kolkata', year: 'numeric', month: '2-digit' })
    .format(now)
    .slice(0, 7);
}

/** The next round number a scale can end with: 1, 2 or 5 with noughts. */
export function roundUp(value: number): number {
  if (value <= 0) return 1;
  const unit = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 5].find((factor) => factor * unit >= value) ?? 10) * unit;
}
