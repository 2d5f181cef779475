import { getInstructorIncome, type Id, type InstructorDashboard, type InstructorIncome } from '@studynotion/contracts';
import { type Caller, callRoute, type Sidecar } from '@studynotion/service-kit';
import type { z } from 'zod';
import type { CourseRepository } from '../data/course-repository.ts';
import type { CourseSummary } from '../domain/course.ts';

type Dashboard = z.output<typeof InstructorDashboard>;

const MOST_MONTHS = 12;
const nothing = { amount: 0, currency: 'INR' } as const;

/** What the caller's own courses brought. Money and students are payment-service's word. */
export async function instructorDashboard(
  { courses, sidecar }: { readonly courses: CourseRepository; readonly sidecar: Sidecar },
  { accountId }: Caller,
): Promise<Dashboard> {
  const [own, income] = await Promise.all([
    courses.allOf(accountId),
    callRoute(sidecar, getInstructorIncome, 200, { params: { accountId } }),
  ]);
  const figures = new Map(income.courses.map((course) => [course.courseId, course]));
  return {
    students: income.courses.reduce((sum, { students }) => sum + students, 0),
    income: income.total,
    averageRating: averageOf(own),
    courses: own.map((course) => toFigures(course, figures)),
    months: lastMonths(income),
  };
}

function toFigures(
  { id, title, slug, rating }: CourseSummary,
  figures: ReadonlyMap<Id, InstructorIncome['courses'][number]>,
) {
  const { income = nothing, students = 0 } = figures.get(id) ?? {};
  return { courseId: id, title, slug, students, income, rating };
}

/** Over all ratings, with one decimal; 0 where there are none. */
function averageOf(courses: readonly CourseSummary[]): number {
  const count = courses.reduce((sum, { rating }) => sum + rating.count, 0);
  const stars = courses.reduce((sum, { rating }) => sum + rating.average * rating.count, 0);
  return count === 0 ? 0 : Math.round((stars / count) * 10) / 10;
}

function lastMonths({ months }: InstructorIncome): Dashboard['months'] {
  return months.toSorted((one, other) => one.month.localeCompare(other.month)).slice(-MOST_MONTHS);
}
