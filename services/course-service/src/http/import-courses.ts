import { importCourses as route } from '@studynotion/contracts';
import { handler, ok } from '@studynotion/service-kit';
import { type ImportNeeds, importCourses } from '../domain/import-courses.ts';

export const importCoursesHandler = (needs: ImportNeeds) =>
  handler(route, async ({ body }) => ok(await importCourses(needs, body)));
