import { randomUUID } from 'node:crypto';
import { type AuthoredCourse, addLecture, changeCourse, getOwnCourse } from '@studynotion/contracts';
import { done, settle } from './patient-client.ts';
import type { Teacher, World } from './world.ts';

/** Says something else of a course, and sometimes adds a lecture. */
export async function editCourse({ chance, promises }: World, teacher: Teacher): Promise<void> {
  const courseId = chance.one(teacher.courseIds);
  if (courseId === undefined) return;
  const params = { courseId };
  const course = await done(teacher, getOwnCourse, 200, { params });
  if (chance.percent(25)) return addOne(teacher, course, promises);

  const title = `A course of ${randomUUID()}`;
  await edit(teacher, course, {
    route: changeCourse,
    status: 200,
    body: { title },
    isDone: (now) => now.title === title,
  });
  promises.make(`title of ${courseId}`, ({ courses }) =>
    courses.some((found) => found._id === courseId && found.title === title),
  );
}

async function addOne(teacher: Teacher, course: AuthoredCourse, promises: World['promises']): Promise<void> {
  const title = `A lecture on ${randomUUID()}`;
  const isIn = (sections: readonly { readonly lectures: readonly { readonly title: string }[] }[]) =>
    sections.some(({ lectures }) => lectures.some((lecture) => lecture.title === title));
  await edit(teacher, course, {
    route: addLecture,
    status: 201,
    params: { sectionId: course.sections[0]?.id ?? '' },
    body: { kind: 'article', title, markdown: '# More', preview: false },
    isDone: ({ sections }) => isIn(sections),
  });
  promises.make(`lecture "${title}"`, ({ courses }) => courses.some(({ sections }) => isIn(sections)));
}

interface Edit {
  readonly route: typeof changeCourse | typeof addLecture;
  readonly status: number;
  readonly params?: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
  readonly isDone: (course: AuthoredCourse) => boolean;
}

/** Whoever sends an edit again because its answer was lost may be told that somebody was faster: themselves. */
async function edit(teacher: Teacher, { id, version }: AuthoredCourse, wanted: Edit): Promise<void> {
  const { route, status, params, body, isDone } = wanted;
  const answer = await settle(teacher, route, [status, 'version.stale'], {
    params: { courseId: id, ...params },
    body: { version, ...body },
  });
  if (answer.status === status) return;
  const now = await done(teacher, getOwnCourse, 200, { params: { courseId: id } });
  if (!answer.isRepeat || !isDone(now)) throw new Error(`nobody else edits ${id}, and the edit is refused as stale`);
}
