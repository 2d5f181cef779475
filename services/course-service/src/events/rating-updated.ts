import { ratingUpdated } from '@studynotion/contracts';
import { subscriber } from '@studynotion/service-kit';
import type { CourseRepository } from '../data/course-repository.ts';

export const onRatingUpdated = ({ courses }: { courses: CourseRepository }) =>
  subscriber(ratingUpdated, ({ aggregateId, version, average, count }) =>
    courses.rate(aggregateId, version, { average, count }),
  );
