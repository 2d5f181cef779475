import { courseUpdated } from '@studynotion/contracts';
import { subscriber } from '@studynotion/service-kit';
import type { CourseRepository } from '../data/course-repository.ts';

export const onCourseUpdated = ({ courses }: { courses: CourseRepository }) =>
  subscriber(courseUpdated, ({ aggregateId: id, version, slug, title, instructorId }) =>
    courses.learn(version, { id, slug, title, instructorId, onSale: true }),
  );
