import { getCourseOffer, type Id } from '@studynotion/contracts';
import { BusinessError, callRoute, type Sidecar } from '@studynotion/service-kit';
import type { CourseRepository } from '../data/course-repository.ts';
import type { Course } from './course.ts';

export interface CourseNeeds {
  readonly courses: CourseRepository;
  readonly sidecar: Sidecar;
}

/** A course as it is known here, or, before it is taken for unknown, by the word of its owner. */
export async function knowCourse({ courses, sidecar }: CourseNeeds, courseId: Id): Promise<Course | undefined> {
  const known = await courses.find(courseId);
  if (known !== undefined) return known;
  try {
    const offer = await callRoute(sidecar, getCourseOffer, 200, { params: { courseId } });
    const { version, slug, title, instructorId, onSale } = offer;
    const course = { id: courseId, slug, title, instructorId, onSale };
    await courses.learn(version, course);
    return course;
  } catch (error) {
    if (error instanceof BusinessError && error.code === 'course.not-found') return undefined;
    throw error;
  }
}
