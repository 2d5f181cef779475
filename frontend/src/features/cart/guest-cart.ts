import { type CoursePage, Id, LARGEST_CART, Money, Slug } from '@studynotion/contracts';
import { z } from 'zod';

const GuestItem = z.object({
  courseId: Id,
  slug: Slug,
  title: z.string(),
  /** As it was when it was chosen; the order decides at the price of its moment. */
  price: Money,
  thumbnailUrl: z.url().optional(),
});
export type GuestItem = z.infer<typeof GuestItem>;

const GuestItems = z.array(GuestItem).max(LARGEST_CART);

/** What a visitor keeps in the browser; what cannot be read is nothing. */
export function parseGuestCart(text: string | null): readonly GuestItem[] {
  if (text === null) return [];
  try {
    return GuestItems.catch([]).parse(JSON.parse(text));
  } catch {
    return [];
  }
}

export function guestItemOf({ id, slug, title, price, thumbnailUrl }: CoursePage): GuestItem {
  return { courseId: id, slug, title, price, thumbnailUrl };
}

/** With one more course, if it is not in there already and there is room. */
export function withItem(items: readonly GuestItem[], item: GuestItem): readonly GuestItem[] {
  const known = items.some(({ courseId }) => courseId === item.courseId);
  return known || items.length >= LARGEST_CART ? items : [...items, item];
}

export function withoutItems(items: readonly GuestItem[], courseIds: readonly string[]): readonly GuestItem[] {
  return items.filter(({ courseId }) => !courseIds.includes(courseId));
}

export function totalOf(items: readonly Pick<GuestItem, 'price'>[]): z.infer<typeof Money> {
  return { amount: items.reduce((sum, { price }) => sum + price.amount, 0), currency: 'INR' };
}
