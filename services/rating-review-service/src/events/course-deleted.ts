import { courseDeleted } from '@studynotion/contracts';
import { subscriber } from '@studynotion/service-kit';
import type { CourseRepository } from '../data/course-repository.ts';

export const onCourseDeleted = ({ courses }: { courses: CourseRepository }) =>
  subscriber(courseDeleted, ({ aggregateId, version }) => courses.takeOffSale(aggregateId, version));
