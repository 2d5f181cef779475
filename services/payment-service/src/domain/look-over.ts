import { getCourseOffer, type Id, type ProblemCode } from '@studynotion/contracts';
import { BusinessError, callRoute, type Sidecar } from '@studynotion/service-kit';
import type { EnrollmentRepository } from '../data/enrollment-repository.ts';
import type { PriceList } from '../data/price-list.ts';
import type { OfferedCourse } from './order.ts';

export interface LookOverNeeds {
  readonly enrollments: EnrollmentRepository;
  readonly priceList: PriceList;
  readonly sidecar: Sidecar;
}

/** Why somebody cannot buy a course, the reason that is told first at the front. */
export const obstacles = [
  'order.already-enrolled',
  'order.course-not-for-sale',
  'order.own-course',
] as const satisfies readonly ProblemCode[];
export type Obstacle = (typeof obstacles)[number];

/** What one course costs an account, or why it cannot have it. */
export type Verdict = { readonly offer: OfferedCourse } | { readonly obstacle: Obstacle };

/**
 * Looks courses over for a buyer: what they cost at this moment, by our own price list and never by the client's word.
 * @returns a verdict for each, in the same order @throws UnavailableError
 */
export async function lookOver(
  needs: LookOverNeeds,
  accountId: Id,
  courseIds: readonly Id[],
): Promise<readonly Verdict[]> {
  const enrolled = await needs.enrollments.enrolledIn(accountId, courseIds);
  const known = await needs.priceList.onSale(courseIds);
  return Promise.all(
    courseIds.map(async (courseId): Promise<Verdict> => {
      if (enrolled.has(courseId)) return { obstacle: 'order.already-enrolled' };
      const offer = known.get(courseId) ?? (await askForOffer(needs, courseId));
      if (offer === undefined) return { obstacle: 'order.course-not-for-sale' };
      return offer.instructorId === accountId ? { obstacle: 'order.own-course' } : { offer };
    }),
  );
}

/** The news that a course is on sale may still be on its way; before refusing, its owner is asked. */
async function askForOffer({ priceList, sidecar }: LookOverNeeds, courseId: Id): Promise<OfferedCourse | undefined> {
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
