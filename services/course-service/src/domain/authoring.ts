import type { Id } from '@studynotion/contracts';
import {
  type Caller,
  type Clock,
  ConflictError,
  type FaultPoint,
  NotFoundError,
  type Sidecar,
} from '@studynotion/service-kit';
import type { ApprovalRepository } from '../data/approval-repository.ts';
import type { CategoryRepository } from '../data/category-repository.ts';
import type { CourseRepository } from '../data/course-repository.ts';
import type { LectureContents } from '../data/lecture-contents.ts';
import type { MediaRepository } from '../data/media-repository.ts';
import { type Course, contentIdsOf, videoIdsOf } from './course.ts';
import type { NewContent } from './lecture-content.ts';
import { type Circumstances, type Missing, missingOf } from './missing.ts';
import { shownOf } from './outline.ts';

export interface AuthoringNeeds {
  readonly approvals: ApprovalRepository;
  readonly categories: CategoryRepository;
  readonly clock: Clock;
  readonly contents: LectureContents;
  readonly courses: CourseRepository;
  readonly faultPoint: FaultPoint;
  readonly media: MediaRepository;
  readonly sidecar: Sidecar;
}

/** What an edit makes of a course; what it does not name stays. */
export interface Edit {
  readonly fields: Partial<Course>;
  readonly newContent?: NewContent;
}

/** The caller's own course; another's is not there. @throws NotFoundError `course.not-found` */
export async function requireOwnCourse({ courses }: AuthoringNeeds, caller: Caller, courseId: Id): Promise<Course> {
  const course = await courses.find(courseId);
  if (course === undefined || course.instructorId !== caller.accountId) throw new NotFoundError('course.not-found');
  return course;
}

/**
 * Changes the caller's own course as it was in this version. Contents are written first, then the course with its
 * events; contents it shows no more go last.
 * @throws NotFoundError `course.not-found`, ConflictError `version.stale`,
 *   ConflictError `course.not-publishable` where a course on sale would lose what it needs
 */
export async function editCourse(
  needs: AuthoringNeeds,
  caller: Caller,
  { courseId, version }: { readonly courseId: Id; readonly version: number },
  edit: (course: Course) => Edit | Promise<Edit>,
): Promise<Course> {
  const before = await requireOwnCourse(needs, caller, courseId);
  if (before.version !== version) throw new ConflictError('version.stale');
  const { fields, newContent } = await edit(before);
  const after = await nextVersion(needs, before, fields);
  await requireStaysComplete(needs, caller, before, after);

  const newContents = newContent === undefined ? [] : [newContent];
  await needs.contents.add(newContents, needs.clock.now());
  needs.faultPoint('edit-contents-before-course');
  if (!(await needs.courses.replace(before, after))) {
    await needs.contents.remove(newContents.map(({ id }) => id));
    throw new ConflictError('version.stale');
  }
  await removeObsolete(needs, before, after);
  await refreshShown(needs, after);
  return after;
}

/** What the course lacks before it can be on sale. */
export async function missingIn(needs: AuthoringNeeds, caller: Caller, course: Course): Promise<readonly Missing[]> {
  return missingOf(course, await circumstancesOf(needs, caller, course));
}

/** Brings what lists show of a course up to date with its videos; harmless at any time. */
export async function refreshShown(
  { courses, media }: Pick<AuthoringNeeds, 'courses' | 'media'>,
  course: Course,
): Promise<void> {
  const videoIds = videoIdsOf(course);
  if (videoIds.length === 0) return;
  await courses.show(course, shownOf(course, await media.statesOf(videoIds)));
}

async function nextVersion({ clock, media }: AuthoringNeeds, before: Course, fields: Partial<Course>): Promise<Course> {
  const changed = { ...before, ...fields };
  return {
    ...changed,
    version: before.version + 1,
    changedAt: clock.now(),
    shown: shownOf(changed, await media.statesOf(videoIdsOf(changed))),
  };
}

/** A course on sale may be changed, but nothing it has and needs may be taken away. */
async function requireStaysComplete(needs: AuthoringNeeds, caller: Caller, before: Course, after: Course) {
  if (before.status !== 'published' || after.status !== 'published') return;
  const lacked = await missingIn(needs, caller, before);
  const lacking = (await missingIn(needs, caller, after)).filter((what) => !lacked.includes(what));
  if (lacking.length > 0) throw notPublishable(lacking);
}

export function notPublishable(missing: readonly Missing[]): ConflictError {
  return new ConflictError('course.not-publishable', {
    errors: missing.map((path) => ({ path, message: 'is missing' })),
  });
}

async function circumstancesOf(
  { approvals, categories, media }: AuthoringNeeds,
  caller: Caller,
  course: Course,
): Promise<Circumstances> {
  const [states, category, isApproved] = await Promise.all([
    media.statesOf(videoIdsOf(course)),
    course.categoryId === undefined ? undefined : categories.find(course.categoryId),
    approvals.isApproved(course.instructorId),
  ]);
  return { media: states, hasCategory: category !== undefined, isApproved: isApproved ?? caller.approved };
}

async function removeObsolete({ contents }: AuthoringNeeds, before: Course, after: Course): Promise<void> {
  const shown = new Set(contentIdsOf(after));
  await contents.remove(contentIdsOf(before).filter((contentId) => !shown.has(contentId)));
}
