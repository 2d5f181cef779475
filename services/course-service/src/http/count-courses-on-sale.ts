import { countCoursesOnSale } from '@studynotion/contracts';
import { handler, ok } from '@studynotion/service-kit';
import type { CourseRepository } from '../data/course-repository.ts';

export const countCoursesOnSaleHandler = ({ courses }: { courses: CourseRepository }) =>
  handler(countCoursesOnSale, async ({ params }) => ok({ count: await courses.countOnSale(params.accountId) }));
