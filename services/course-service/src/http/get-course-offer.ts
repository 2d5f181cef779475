import { getCourseOffer } from '@studynotion/contracts';
import { handler, NotFoundError, ok } from '@studynotion/service-kit';
import type { CourseRepository } from '../data/course-repository.ts';

export const getCourseOfferHandler = ({ courses }: { courses: CourseRepository }) =>
  handler(getCourseOffer, async ({ params }) => {
    const course = (await courses.summariesOf([params.courseId])).get(params.courseId);
    if (course === undefined) throw new NotFoundError('course.not-found');
    const { id, version, slug, title, price, instructorId, status, thumbnail } = course;
    const offer = { courseId: id, version, slug, title, price, instructorId, onSale: status === 'published' };
    return ok({ ...offer, thumbnailUrl: thumbnail?.imageUrl });
  });
