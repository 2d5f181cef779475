import { ratingAccountErased, ratingUpdated, reviewPublished } from '@studynotion/contracts';
import { defineService, Outbox } from '@studynotion/service-kit';
import type { Settings } from './config.ts';
import { CourseRepository } from './data/course-repository.ts';
import { EnrollmentRepository } from './data/enrollment-repository.ts';
import { PeopleRepository } from './data/people-repository.ts';
import { personModel } from './data/person-model.ts';
import { ratingModel } from './data/rating-model.ts';
import { RatingRepository } from './data/rating-repository.ts';
import { reviewModel } from './data/review-model.ts';
import { ReviewRepository } from './data/review-repository.ts';
import { Settler } from './domain/settler.ts';
import { onAccountDeleted } from './events/account-deleted.ts';
import { onCourseDeleted } from './events/course-deleted.ts';
import { onCoursePublished } from './events/course-published.ts';
import { onCourseUnpublished } from './events/course-unpublished.ts';
import { onCourseUpdated } from './events/course-updated.ts';
import { onEnrollmentGranted } from './events/enrollment-granted.ts';
import { onEnrollmentRevoked } from './events/enrollment-revoked.ts';
import { onProfileChanged } from './events/profile-changed.ts';
import { listFeaturedReviewsHandler } from './http/list-featured-reviews.ts';
import { listReviewsHandler } from './http/list-reviews.ts';
import { myReviewHandlers } from './http/my-review-handlers.ts';

/** What a crash left is settled within this time, in seconds. */
const SWEEP_SECONDS = 5;

export const ratingReviewService = defineService<Settings>((kit) => {
  const { clock, database, faultPoint, logger, sidecar } = kit;
  const [reviewDocuments, ratingDocuments, personDocuments] = [
    reviewModel(database),
    ratingModel(database),
    personModel(database),
  ];
  const reviewOutbox = new Outbox({ ...kit, model: reviewDocuments, events: [{ event: reviewPublished }] });
  const ratingOutbox = new Outbox({ ...kit, model: ratingDocuments, events: [{ event: ratingUpdated }] });
  const personOutbox = new Outbox({ ...kit, model: personDocuments, events: [{ event: ratingAccountErased }] });
  const reviews = new ReviewRepository({ model: reviewDocuments, outbox: reviewOutbox, clock });
  const ratings = new RatingRepository({ model: ratingDocuments, outbox: ratingOutbox, clock });
  const people = new PeopleRepository({ model: personDocuments, outbox: personOutbox, clock });
  const courses = new CourseRepository(database);
  const enrollments = new EnrollmentRepository(database);
  const settler = new Settler({ faultPoint, logger, people, ratings, reviews });

  return {
    handlers: [
      listReviewsHandler({ people, ratings, reviews }),
      listFeaturedReviewsHandler({ courses, people, ratings, reviews }),
      ...myReviewHandlers({ courses, enrollments, faultPoint, people, reviews, settler, sidecar }),
    ],
    subscribers: [
      onEnrollmentGranted({ enrollments, people }),
      onEnrollmentRevoked({ enrollments, people }),
      onAccountDeleted({ enrollments, faultPoint, people, reviews }),
      onCoursePublished({ courses }),
      onCourseUpdated({ courses }),
      onCourseUnpublished({ courses }),
      onCourseDeleted({ courses }),
      onProfileChanged({ people }),
    ],
    outboxes: [reviewOutbox, ratingOutbox, personOutbox],
    jobs: [{ name: 'unsettled reviews', everySeconds: SWEEP_SECONDS, run: () => settler.sweep() }],
  };
});
