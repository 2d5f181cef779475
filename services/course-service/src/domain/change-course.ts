import type { BodyOf, changeCourse as changeCourseRoute, Id } from '@studynotion/contracts';
import { type Caller, NotFoundError } from '@studynotion/service-kit';
import { attachPicture } from './attach-media.ts';
import { type AuthoringNeeds, editCourse } from './authoring.ts';
import type { Course } from './course.ts';

/** Changes what is said of the caller's own course; only what is given is touched. Its address stays. */
export async function changeCourse(
  needs: AuthoringNeeds,
  caller: Caller,
  courseId: Id,
  { version, thumbnailMediaId, ...information }: BodyOf<typeof changeCourseRoute>,
): Promise<Course> {
  return editCourse(needs, caller, { courseId, version }, async () => {
    await requireCategory(needs, information.categoryId);
    if (thumbnailMediaId === undefined) return { fields: given(information) };
    const thumbnail =
      thumbnailMediaId === null ? undefined : await attachPicture(needs, caller.accountId, thumbnailMediaId);
    return { fields: { ...given(information), thumbnail } };
  });
}

/** @throws NotFoundError `category.not-found` */
export async function requireCategory(
  { categories }: Pick<AuthoringNeeds, 'categories'>,
  categoryId: Id | undefined,
): Promise<void> {
  if (categoryId === undefined || (await categories.find(categoryId)) !== undefined) return;
  throw new NotFoundError('category.not-found');
}

/** Without the fields that were not sent, so that they overwrite nothing. */
function given<Fields extends object>(fields: Fields): Partial<Fields> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<Fields>;
}
