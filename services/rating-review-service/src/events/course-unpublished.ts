import { courseUnpublished } from '@studynotion/contracts';
import { subscriber } from '@studynotion/service-kit';
import type { CourseRepository } from '../data/course-repository.ts';

export const onCourseUnpublished = ({ courses }: { courses: CourseRepository }) =>
  subscriber(courseUnpublished, ({ aggregateId, version }) => courses.takeOffSale(aggregateId, version));
