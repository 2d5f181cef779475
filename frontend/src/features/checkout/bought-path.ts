import type { Order } from '@studynotion/contracts';

/** Where what was bought is found: one course opens, several stand among mine. */
export function boughtPath({ items }: Pick<Order, 'items'>): string {
  const [first, ...others] = items;
  return first === undefined || others.length > 0 ? '/dashboard/courses' : `/learn/${first.courseId}`;
}
