import { coursePublished } from '@studynotion/contracts';
import { subscriber } from '@studynotion/service-kit';
import type { CourseRepository } from '../data/course-repository.ts';

export const onCoursePublished = ({ courses }: { courses: CourseRepository }) =>
  subscriber(coursePublished, ({ aggregateId: id, version, slug, title, instructorId }) =>
    courses.learn(version, { id, slug, title, instructorId, onSale: true }),
  );
