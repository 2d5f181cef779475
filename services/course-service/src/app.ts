import { coursePublished, courseUpdated } from '@studynotion/contracts';
import { defineService, Outbox } from '@studynotion/service-kit';
import type { Settings } from './config.ts';
import { courseModel } from './data/course-model.ts';
import { CourseRepository } from './data/course-repository.ts';
import { EnrollmentRepository } from './data/enrollment-repository.ts';
import { LectureContents } from './data/lecture-contents.ts';
import { PeopleRepository } from './data/people-repository.ts';
import { onEnrollmentGranted } from './events/enrollment-granted.ts';
import { onProfileChanged } from './events/profile-changed.ts';
import { getCourseHandler } from './http/get-course.ts';
import { getCourseOfferHandler } from './http/get-course-offer.ts';
import { getLearningCourseHandler } from './http/get-learning-course.ts';
import { getLectureHandler } from './http/get-lecture.ts';
import { importCoursesHandler } from './http/import-courses.ts';
import { listCoursesHandler } from './http/list-courses.ts';
import { listMyCoursesHandler } from './http/list-my-courses.ts';

export const courseService = defineService<Settings>((kit) => {
  const { clock, database, sidecar } = kit;
  const model = courseModel(database);
  const outbox = new Outbox({ ...kit, model, events: [{ event: coursePublished }, { event: courseUpdated }] });
  const courses = new CourseRepository({ model, outbox });
  const contents = new LectureContents(database);
  const people = new PeopleRepository(database);
  const enrollments = new EnrollmentRepository(database);
  const access = { courses, enrollments, sidecar };

  return {
    handlers: [
      listCoursesHandler({ courses, people }),
      getCourseHandler({ courses, people }),
      listMyCoursesHandler({ courses, enrollments, people }),
      getLearningCourseHandler({ ...access, people }),
      getLectureHandler({ ...access, contents }),
      importCoursesHandler({ clock, contents, courses, faultPoint: kit.faultPoint, people, sidecar }),
      getCourseOfferHandler({ courses }),
    ],
    subscribers: [onEnrollmentGranted({ enrollments }), onProfileChanged({ people })],
    outboxes: [outbox],
  };
});
