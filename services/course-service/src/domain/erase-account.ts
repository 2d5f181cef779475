import type { Id } from '@studynotion/contracts';
import type { ApprovalRepository } from '../data/approval-repository.ts';
import type { PeopleRepository } from '../data/people-repository.ts';
import type { ProgressRepository } from '../data/progress-repository.ts';
import { bury, type DeleteNeeds } from './delete-course.ts';
import type { StudentCounter } from './student-counter.ts';

export interface EraseNeeds extends DeleteNeeds {
  readonly approvals: ApprovalRepository;
  readonly people: PeopleRepository;
  readonly progress: ProgressRepository;
  readonly students: StudentCounter;
}

/**
 * Forgets somebody whose account is gone: name, progress, enrolments, and the courses that nobody learns in. Courses with
 * students stay for them, without the name. May run again from any point; the receipt goes out last.
 */
export async function eraseAccount(needs: EraseNeeds, accountId: Id): Promise<void> {
  await needs.progress.erase(accountId);
  await eraseEnrollments(needs, accountId);
  for (const courseId of await needs.courses.idsOf(accountId)) await retireCourse(needs, courseId);
  await needs.approvals.erase(accountId);
  await needs.people.erase(accountId, needs.clock.now());
  // News of an enrolment that came before the tombstone could be seen; those that come now see it.
  await eraseEnrollments(needs, accountId);
}

/** Also for news of an enrolment that come when the account is gone already. */
export async function eraseEnrollments(
  { enrollments, students }: Pick<EraseNeeds, 'enrollments' | 'students'>,
  accountId: Id,
): Promise<void> {
  for (const courseId of await enrollments.end(accountId)) await students.count(courseId);
  await enrollments.erase(accountId);
}

/** Nobody can answer for it any more: off sale where somebody learns in it, gone where nobody does. */
async function retireCourse(needs: EraseNeeds, courseId: Id): Promise<void> {
  const course = await needs.courses.find(courseId);
  if (course === undefined) return needs.contents.removeAllOf(courseId); // a delivery before died over its tombstone
  const hasStudents = (await needs.enrollments.countActive(courseId)) > 0;
  if (hasStudents && course.status === 'draft') return;
  const offSale = { ...course, version: course.version + 1, status: 'draft', changedAt: needs.clock.now() } as const;
  const done = hasStudents ? await needs.courses.replace(course, offSale) : await bury(needs, course);
  if (!done) throw new Error(`course ${courseId} was changed while its instructor was erased`);
}
