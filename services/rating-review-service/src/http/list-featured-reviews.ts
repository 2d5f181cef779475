import { type Id, listFeaturedReviews } from '@studynotion/contracts';
import { handler, ok } from '@studynotion/service-kit';
import type { CourseRepository } from '../data/course-repository.ts';
import type { PeopleRepository } from '../data/people-repository.ts';
import type { RatingRepository } from '../data/rating-repository.ts';
import type { ReviewRepository } from '../data/review-repository.ts';
import { toReviews } from './to-review.ts';

interface Dependencies {
  readonly courses: CourseRepository;
  readonly people: PeopleRepository;
  readonly ratings: RatingRepository;
  readonly reviews: ReviewRepository;
}

const SHOWN = 9;
/** Some of the newest may be of courses that are off sale. */
const LOOKED_AT = 50;

export const listFeaturedReviewsHandler = ({ courses, people, ratings, reviews }: Dependencies) =>
  handler(listFeaturedReviews, async () => {
    const ids = await ratings.featuredReviews(LOOKED_AT);
    const found = await reviews.worthShowing(ids);
    const courseOf = await courses.findAll([...found.values()].map(({ courseId }) => courseId));
    const isShown = (id: Id) => courseOf.get(found.get(id)?.courseId ?? '')?.onSale === true;
    const shown = ids
      .filter(isShown)
      .slice(0, SHOWN)
      .flatMap((id) => found.get(id) ?? []);
    const items = (await toReviews(people, shown)).map((review) => {
      const course = courseOf.get(review.courseId);
      return { ...review, courseTitle: course?.title, courseSlug: course?.slug };
    });
    return ok({ items });
  });
