import { type Cart, type Id, LARGEST_CART } from '@studynotion/contracts';
import { type Caller, type Clock, ConflictError } from '@studynotion/service-kit';
import type { CartItem, CartRepository } from '../data/cart-repository.ts';
import { type LookOverNeeds, lookOver } from './look-over.ts';

export interface CartNeeds extends LookOverNeeds {
  readonly carts: CartRepository;
  readonly clock: Clock;
}

/** Everybody has one cart and sees it alone. */
export async function showCart(needs: CartNeeds, { accountId }: Caller): Promise<Cart> {
  return priced(needs, accountId, await needs.carts.itemsOf(accountId));
}

/**
 * Puts a course into the caller's cart; what is in it stays where it is.
 * @throws ConflictError with the code of what stands in the way, or `cart.full`; UnavailableError
 */
export async function addToCart(needs: CartNeeds, { accountId }: Caller, courseId: Id): Promise<Cart> {
  const [verdict] = await lookOver(needs, accountId, [courseId]);
  if (verdict !== undefined && 'obstacle' in verdict) throw new ConflictError(verdict.obstacle);
  const items = await needs.carts.change(accountId, (present) => {
    const added = withCourses(present, [courseId], needs.clock.now());
    if (added.length > LARGEST_CART) throw new ConflictError('cart.full');
    return added;
  });
  return priced(needs, accountId, items);
}

/** Takes a course out of the caller's cart. */
export async function removeFromCart(needs: CartNeeds, { accountId }: Caller, courseId: Id): Promise<Cart> {
  return priced(needs, accountId, await needs.carts.take(accountId, [courseId]));
}

/** Adds what the caller chose before logging in; what cannot be bought, and what has no room, is left out. */
export async function mergeCart(needs: CartNeeds, { accountId }: Caller, courseIds: readonly Id[]): Promise<Cart> {
  const chosen = [...new Set(courseIds)];
  const verdicts = await lookOver(needs, accountId, chosen);
  const buyable = chosen.filter((_, place) => 'offer' in (verdicts[place] ?? {}));
  const items = await needs.carts.change(accountId, (present) => {
    const room = LARGEST_CART - present.length;
    return withCourses(present, newTo(present, buyable).slice(0, room), needs.clock.now());
  });
  return priced(needs, accountId, items);
}

function newTo(items: readonly CartItem[], courseIds: readonly Id[]): readonly Id[] {
  return courseIds.filter((id) => !items.some(({ courseId }) => courseId === id));
}

function withCourses(items: readonly CartItem[], courseIds: readonly Id[], addedAt: Date): readonly CartItem[] {
  const added = newTo(items, courseIds);
  return added.length === 0 ? items : [...items, ...added.map((courseId) => ({ courseId, addedAt }))];
}

/**
 * The cart at the prices of this moment. What was bought in another tab a moment ago may still lie in it; that is not
 * shown any more.
 */
async function priced({ enrollments, priceList }: CartNeeds, accountId: Id, items: readonly CartItem[]): Promise<Cart> {
  const courseIds = items.map(({ courseId }) => courseId);
  const [offers, owned] = await Promise.all([
    priceList.offers(courseIds),
    enrollments.enrolledIn(accountId, courseIds),
  ]);
  const shown = items.flatMap(({ courseId, addedAt }) => {
    const offer = offers.get(courseId);
    if (offer === undefined || owned.has(courseId)) return [];
    const { slug, title, price, thumbnailUrl, onSale } = offer;
    return [{ courseId, slug, title, price, thumbnailUrl, onSale, addedAt: addedAt.toISOString() }];
  });
  const amount = shown.reduce((sum, { onSale, price }) => (onSale ? sum + price.amount : sum), 0);
  return { items: shown, total: { amount, currency: 'INR' } };
}
