import type { BodyOf, Category, changeCategory as changeCategoryRoute, Id } from '@studynotion/contracts';
import { ConflictError, NotFoundError, newId } from '@studynotion/service-kit';
import type { CategoryRepository } from '../data/category-repository.ts';
import type { CourseRepository } from '../data/course-repository.ts';
import { slugsFor } from './slug.ts';

export interface CategoryNeeds {
  readonly categories: CategoryRepository;
}

/** Makes a category. Its address comes from its first name and stays. @throws ConflictError `category.name-taken` */
export async function createCategory(
  { categories }: CategoryNeeds,
  { name, description }: { readonly name: string; readonly description: string },
): Promise<Category> {
  const id = newId();
  for (const slug of slugsFor(name, id)) {
    const category = { id, slug, name, description, version: 1 };
    if (await categories.create(category)) return category;
    if ((await categories.findByName(name)) !== undefined) throw new ConflictError('category.name-taken');
  }
  throw new Error(`no address is free for category ${id}`);
}

/**
 * Renames or describes a category.
 * @throws NotFoundError `category.not-found`, ConflictError `version.stale`, `category.name-taken`
 */
export async function changeCategory(
  { categories }: CategoryNeeds,
  id: Id,
  { version, name, description }: BodyOf<typeof changeCategoryRoute>,
): Promise<Category> {
  const category = await categories.find(id);
  if (category === undefined) throw new NotFoundError('category.not-found');
  const changed = {
    ...category,
    name: name ?? category.name,
    description: description ?? category.description,
    version: version + 1,
  };
  const written = await categories.replace(changed);
  if (written === 'taken') throw new ConflictError('category.name-taken');
  if (!written) throw new ConflictError('version.stale');
  return changed;
}

/**
 * Deletes a category that no course is in, drafts included. A course that is put into it in this very moment is in none
 * afterwards; its instructor is told so before it can be published.
 * @throws NotFoundError `category.not-found`, ConflictError `category.in-use`
 */
export async function deleteCategory(
  { categories, courses }: CategoryNeeds & { readonly courses: CourseRepository },
  id: Id,
): Promise<void> {
  if ((await categories.find(id)) === undefined) throw new NotFoundError('category.not-found');
  if (await courses.isCategoryUsed(id)) throw new ConflictError('category.in-use');
  await categories.remove(id);
}

/** The category of this slug or name; a name that there is not yet becomes one. */
export async function categoryNamed(needs: CategoryNeeds, name: string): Promise<Id> {
  const find = async () => (await needs.categories.findBySlug(name)) ?? (await needs.categories.findByName(name));
  const present = await find();
  if (present !== undefined) return present.id;
  const made = await createCategory(needs, { name, description: '' }).catch(async (error: unknown) => {
    const madeMeanwhile = await find();
    if (madeMeanwhile === undefined) throw error;
    return madeMeanwhile;
  });
  return made.id;
}
