import type { Id } from '@studynotion/contracts';
import { type Caller, ConflictError } from '@studynotion/service-kit';
import { type AuthoringNeeds, editCourse, missingIn, notPublishable, requireOwnCourse } from './authoring.ts';
import type { Course } from './course.ts';

/** Puts the caller's own course on sale: an approved instructor may, once nothing is missing. */
export async function publishCourse(
  needs: AuthoringNeeds,
  caller: Caller,
  courseId: Id,
  version: number,
): Promise<Course> {
  return setStatus(needs, caller, { courseId, version }, 'published', async (course) => {
    const missing = await missingIn(needs, caller, course);
    if (missing.length > 0) throw notPublishable(missing);
    return { publishedAt: course.publishedAt ?? needs.clock.now() };
  });
}

/** Takes the caller's own course off sale; who is enrolled keeps it. */
export async function unpublishCourse(
  needs: AuthoringNeeds,
  caller: Caller,
  courseId: Id,
  version: number,
): Promise<Course> {
  return setStatus(needs, caller, { courseId, version }, 'draft', async () => ({}));
}

/** A course that is where it should be stays as it is. */
async function setStatus(
  needs: AuthoringNeeds,
  caller: Caller,
  at: { readonly courseId: Id; readonly version: number },
  status: Course['status'],
  prepare: (course: Course) => Promise<Partial<Course>>,
): Promise<Course> {
  const course = await requireOwnCourse(needs, caller, at.courseId);
  if (course.version !== at.version) throw new ConflictError('version.stale');
  if (course.status === status) return course;
  return editCourse(needs, caller, at, async (present) => ({ fields: { ...(await prepare(present)), status } }));
}
