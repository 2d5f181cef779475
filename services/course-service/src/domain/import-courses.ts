import { type AccountState, type CourseImport, type FieldProblem, findAccount } from '@studynotion/contracts';
import {
  BusinessError,
  type Clock,
  callRoute,
  type FaultPoint,
  InputError,
  type Sidecar,
  UnavailableError,
} from '@studynotion/service-kit';
import type { CategoryRepository } from '../data/category-repository.ts';
import type { CourseRepository } from '../data/course-repository.ts';
import type { LectureContents } from '../data/lecture-contents.ts';
import type { PeopleRepository } from '../data/people-repository.ts';
import { categoryNamed } from './categories.ts';
import { type CoursePlan, planCourse } from './plan-course.ts';

export interface ImportNeeds {
  readonly categories: CategoryRepository;
  readonly clock: Clock;
  readonly contents: LectureContents;
  readonly courses: CourseRepository;
  readonly faultPoint: FaultPoint;
  readonly people: PeopleRepository;
  readonly sidecar: Sidecar;
}

type ImportedCourse = CourseImport['courses'][number];

/** How often a course is planned anew because somebody else wrote it in between. */
const ATTEMPTS = 5;
/** Razorpay takes no order under one rupee. https://razorpay.com/docs/api/orders/create/ */
const LEAST_PRICE = 100;

/**
 * Brings courses of an approved instructor; the same slug again replaces the course, the same file again changes nothing.
 * Everything is checked before the first write; a crash in the middle is made good by importing again.
 */
export async function importCourses(needs: ImportNeeds, { instructor, courses }: CourseImport) {
  const account = await requireApprovedInstructor(needs, instructor.email);
  await requireImportable(needs, account, courses);
  await needs.people.learn(account.id, 0, account);

  const counts = { created: 0, updated: 0, unchanged: 0 };
  for (const course of courses) counts[await importCourse(needs, account, course)] += 1;
  return counts;
}

async function requireApprovedInstructor({ sidecar }: ImportNeeds, email: string): Promise<AccountState> {
  const refuse = (message: string) => invalid([{ path: 'instructor.email', message }]);
  const account = await callRoute(sidecar, findAccount, 200, { body: { email } }).catch((error: unknown) => {
    if (error instanceof BusinessError && error.code === 'account.not-found')
      throw refuse('there is no account with this address');
    throw error;
  });
  if (account.role !== 'instructor') throw refuse('is not an instructor');
  if (!account.approved) throw refuse('is not approved yet');
  return account;
}

async function requireImportable(
  needs: ImportNeeds,
  account: AccountState,
  courses: readonly ImportedCourse[],
): Promise<void> {
  const owners = await needs.courses.ownersOf(courses.map(({ slug }) => slug));
  const errors = courses.flatMap(({ slug, price }, place): FieldProblem[] => {
    const path = `courses.${place}`;
    const owner = owners.get(slug);
    return [
      ...(courses.findIndex((other) => other.slug === slug) < place
        ? [{ path: `${path}.slug`, message: 'stands in this file twice' }]
        : []),
      ...(owner !== undefined && owner !== account.id
        ? [{ path: `${path}.slug`, message: 'belongs to a course of another instructor' }]
        : []),
      ...(price.amount > 0 && price.amount < LEAST_PRICE
        ? [{ path: `${path}.price.amount`, message: `must be 0 or at least ${LEAST_PRICE} paise` }]
        : []),
    ];
  });
  if (errors.length > 0) throw invalid(errors);
}

/** Contents first, then the course with its event: a reader sees the old course or the new one, never half of it. */
async function importCourse(
  needs: ImportNeeds,
  account: AccountState,
  imported: ImportedCourse,
): Promise<CoursePlan['kind']> {
  const { clock, contents, courses, faultPoint } = needs;
  const categoryId = imported.category === undefined ? undefined : await categoryNamed(needs, imported.category);
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const present = await courses.findBySlug(imported.slug);
    if (present !== undefined && present.instructorId !== account.id)
      throw invalid([{ path: 'courses', message: `${imported.slug} was taken by another instructor meanwhile` }]);
    const plan = planCourse(imported, { present, instructorId: account.id, categoryId, now: clock.now() });
    if (plan.kind === 'unchanged') return 'unchanged';

    await contents.add(plan.newContents, clock.now());
    faultPoint('import-contents-before-course');
    const written = present === undefined ? courses.create(plan.course) : courses.replace(present, plan.course);
    if (await written) {
      await contents.remove(plan.obsoleteContents);
      return plan.kind;
    }
    await contents.remove(plan.newContents.map(({ id }) => id));
  }
  throw new UnavailableError('service.unavailable', { detail: `Others keep changing ${imported.slug}. Import again.` });
}

function invalid(errors: readonly FieldProblem[]): InputError {
  return new InputError('course-import.invalid', { errors });
}
