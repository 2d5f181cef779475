import type { Category } from '@studynotion/contracts';
import type { ListedCategory } from './administration-api.ts';

/** A list of categories in which this one stands as it is now, by name; a new one has no courses yet. */
export function withCategory(items: readonly ListedCategory[], category: Category): ListedCategory[] {
  const courseCount = items.find(({ id }) => id === category.id)?.courseCount ?? 0;
  return [...items.filter(({ id }) => id !== category.id), { ...category, courseCount }].toSorted((one, other) =>
    one.name.localeCompare(other.name),
  );
}
