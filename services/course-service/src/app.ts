import {
  courseAccountErased,
  courseCompleted,
  courseDeleted,
  courseMediaUsed,
  coursePublished,
  courseUnpublished,
  courseUpdated,
} from '@studynotion/contracts';
import { defineService, Outbox } from '@studynotion/service-kit';
import type { Settings } from './config.ts';
import { ApprovalRepository } from './data/approval-repository.ts';
import { Catalogue } from './data/catalogue.ts';
import { CategoryRepository } from './data/category-repository.ts';
import { completeOlderCourses } from './data/complete-older-courses.ts';
import { courseModel } from './data/course-model.ts';
import { CourseRepository } from './data/course-repository.ts';
import { EnrollmentRepository } from './data/enrollment-repository.ts';
import { LectureContents } from './data/lecture-contents.ts';
import { MediaRepository } from './data/media-repository.ts';
import { PeopleRepository, personModel } from './data/people-repository.ts';
import { progressModel } from './data/progress-model.ts';
import { ProgressRepository } from './data/progress-repository.ts';
import { StudentCounter } from './domain/student-counter.ts';
import { accountSubscribers } from './events/accounts.ts';
import { enrollmentSubscribers } from './events/enrollments.ts';
import { mediaSubscribers } from './events/media.ts';
import { onRatingUpdated } from './events/rating-updated.ts';
import { authoringHandlers } from './http/authoring-handlers.ts';
import { categoryHandlers } from './http/category-handlers.ts';
import { countCoursesOnSaleHandler } from './http/count-courses-on-sale.ts';
import { getCourseHandler } from './http/get-course.ts';
import { getCourseOfferHandler } from './http/get-course-offer.ts';
import { importCoursesHandler } from './http/import-courses.ts';
import { learningHandlers } from './http/learning-handlers.ts';
import { listCoursesHandler } from './http/list-courses.ts';
import { listMyCoursesHandler } from './http/list-my-courses.ts';

const courseEvents = [coursePublished, courseUpdated, courseUnpublished, courseDeleted, courseMediaUsed];

export const courseService = defineService<Settings>((kit) => {
  const { clock, database, faultPoint, sidecar } = kit;
  const model = courseModel(database);
  const people = personModel(database);
  const progress = progressModel(database);
  const outboxes = {
    courses: new Outbox({ ...kit, model, events: courseEvents.map((event) => ({ event })) }),
    people: new Outbox({ ...kit, model: people, events: [{ event: courseAccountErased }] }),
    progress: new Outbox({ ...kit, model: progress, events: [{ event: courseCompleted }] }),
  };
  const courses = new CourseRepository({ model, outbox: outboxes.courses, clock });
  const enrollments = new EnrollmentRepository(database);
  const needs = {
    approvals: new ApprovalRepository(database),
    catalogue: new Catalogue(model),
    categories: new CategoryRepository(database, clock),
    clock,
    contents: new LectureContents(database),
    courses,
    enrollments,
    faultPoint,
    media: new MediaRepository(database, clock),
    people: new PeopleRepository({ model: people, outbox: outboxes.people, clock }),
    progress: new ProgressRepository({ model: progress, outbox: outboxes.progress }),
    sidecar,
    students: new StudentCounter({ courses, enrollments }),
  };

  return {
    handlers: [
      listCoursesHandler(needs),
      getCourseHandler(needs),
      ...categoryHandlers(needs),
      ...authoringHandlers(needs),
      listMyCoursesHandler(needs),
      ...learningHandlers(needs),
      importCoursesHandler(needs),
      getCourseOfferHandler(needs),
      countCoursesOnSaleHandler(needs),
    ],
    subscribers: [
      ...accountSubscribers(needs),
      ...enrollmentSubscribers(needs),
      ...mediaSubscribers(needs),
      onRatingUpdated(needs),
    ],
    prepare: () => completeOlderCourses(model, enrollments),
    outboxes: [outboxes.courses, outboxes.people, outboxes.progress],
  };
});
