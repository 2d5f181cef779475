import type { Id, InstructorIncome } from '@studynotion/contracts';
import type { EnrollmentRepository } from '../data/enrollment-repository.ts';
import type { IncomeSum, LedgerRepository } from '../data/ledger-repository.ts';
import type { PriceList } from '../data/price-list.ts';

export interface InstructorIncomeNeeds {
  readonly enrollments: EnrollmentRepository;
  readonly ledger: LedgerRepository;
  readonly priceList: PriceList;
}

/** What an instructor earned by the ledger, and who is enrolled. Only services ask; they know whom they show it to. */
export async function instructorIncome(
  { enrollments, ledger, priceList }: InstructorIncomeNeeds,
  instructorId: Id,
): Promise<InstructorIncome> {
  const sums = await ledger.income(`instructor:${instructorId}`);
  const byCourse = summed(sums, ({ courseId }) => courseId);
  const byMonth = summed(sums, ({ month }) => month);
  const courseIds = [...new Set([...byCourse.keys(), ...(await priceList.coursesOf(instructorId))])].toSorted();
  const students = await enrollments.countIn(courseIds);
  return {
    total: inPaise(sums.reduce((sum, { amount }) => sum + amount, 0)),
    courses: courseIds.map((courseId) => ({
      courseId,
      income: inPaise(byCourse.get(courseId) ?? 0),
      students: students.get(courseId) ?? 0,
    })),
    months: [...byMonth]
      .map(([month, amount]) => ({ month, income: inPaise(amount) }))
      .toSorted((one, other) => (one.month < other.month ? -1 : 1)),
  };
}

function summed(
  sums: readonly IncomeSum[],
  keyOf: (sum: IncomeSum) => string | undefined,
): ReadonlyMap<string, number> {
  const totals = new Map<string, number>();
  for (const sum of sums) {
    const key = keyOf(sum);
    if (key !== undefined) totals.set(key, (totals.get(key) ?? 0) + sum.amount);
  }
  return totals;
}

const inPaise = (amount: number) => ({ amount: amount === 0 ? 0 : amount, currency: 'INR' as const });
