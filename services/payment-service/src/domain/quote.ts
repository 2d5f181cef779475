import { type FieldProblem, getCourseOffer, type Id } from '@studynotion/contracts';
import { BusinessError, ConflictError, callRoute, type Sidecar } from '@studynotion/service-kit';
import type { PriceList } from '../data/price-list.ts';
import type { OfferedCourse } from './order.ts';

export interface QuoteNeeds {
  readonly priceList: PriceList;
  readonly sidecar: Sidecar;
}

/**
 * What these courses cost at this moment, by our own price list and never by the client's word.
 * @throws ConflictError `order.course-not-for-sale` that names each of them, UnavailableError
 */
export async function quote(needs: QuoteNeeds, courseIds: readonly Id[]): Promise<readonly OfferedCourse[]> {
  const known = await needs.priceList.onSale(courseIds);
  const offers = await Promise.all(courseIds.map(async (id) => known.get(id) ?? (await askForOffer(needs, id))));
  const errors = offers.flatMap((offer, place): FieldProblem[] =>
    offer === undefined ? [{ path: `courseIds.${place}`, message: 'is not for sale' }] : [],
  );
  if (errors.length > 0) throw new ConflictError('order.course-not-for-sale', { errors });
  return offers.filter((offer) => offer !== undefined);
}

/** The news that a course is on sale may still be on its way; before refusing, its owner is asked. */
async function askForOffer({ priceList, sidecar }: QuoteNeeds, courseId: Id): Promise<OfferedCourse | undefined> {
  try {
    const { version, ...offer } = await callRoute(sidecar, getCourseOffer, 200, { params: { courseId } });
    const { onSale, ...offered } = offer;
    await priceList.learn(courseId, version, { ...offered, onSale });
    return onSale ? offered : undefined;
  } catch (error) {
    if (error instanceof BusinessError && error.code === 'course.not-found') return undefined;
    throw error;
  }
}
