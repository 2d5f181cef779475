import {
  type AuthoredCourse,
  addLecture,
  addSection,
  changeCourse,
  createCategory,
  createCourse,
  getOwnCourse,
  listCategories,
  listOwnCourses,
  publishCourse,
} from '@studynotion/contracts';
import { upload } from '../client/upload.ts';
import type { Progress } from '../terminal.ts';
import type { DemoClient } from './demo-client.ts';
import { courseImage } from './pictures/draw.ts';
import type { DemoCourse, DemoLecture } from './plan.ts';
import { type CourseIds, known, type People, type Scene } from './scene.ts';

interface Draft {
  readonly client: DemoClient;
  readonly course: DemoCourse;
  readonly id: string;
  /** Undefined where it is on sale already; then nobody touches it. */
  readonly version: number | undefined;
}

/** Every course of the plan, on sale in the plan's order. One that was begun is continued. */
export async function provideCourses(scene: Scene, people: People, progress: Progress): Promise<CourseIds> {
  const { courses, instructors } = scene.plan;
  const categories = await provideCategories(scene);
  let ready = 0;
  const show = () => progress(`${ready} of ${courses.length}, ${scene.changes.count('lectures')} lectures made`);
  const draftsByInstructor = await Promise.all(
    instructors.map(async ({ email }) => {
      const client = known(people, email);
      const drafts: Draft[] = [];
      const { items } = await client.call(listOwnCourses, 200, { query: { limit: '100' } });
      for (const course of courses.filter(({ instructor }) => instructor === email)) {
        const present = items.find(({ title }) => title === course.title);
        const categoryId = known(categories, course.category);
        drafts.push(
          present?.status === 'published'
            ? { client, course, id: present.id, version: undefined }
            : await provideDraft(scene, { client, course, categoryId, id: present?.id, onLecture: show }),
        );
        ready += 1;
        show();
      }
      return drafts;
    }),
  );
  const drafts = new Map(draftsByInstructor.flat().map((draft) => [draft.course.key, draft]));
  for (const { key } of courses) await publish(scene, known(drafts, key));
  return new Map([...drafts].map(([key, { id }]) => [key, id]));
}

async function provideCategories({ plan, administrator, changes }: Scene): Promise<ReadonlyMap<string, string>> {
  const { items } = await administrator.call(listCategories, 200);
  const ids = new Map(items.map(({ name, id }) => [name, id]));
  for (const category of plan.categories) {
    if (ids.has(category.name)) continue;
    const { id } = await administrator.call(createCategory, 201, { body: category });
    ids.set(category.name, id);
    changes.made('categories');
  }
  return ids;
}

interface DraftTask {
  readonly client: DemoClient;
  readonly course: DemoCourse;
  readonly categoryId: string;
  /** Of a draft that an earlier run left. */
  readonly id: string | undefined;
  readonly onLecture: () => void;
}

async function provideDraft(scene: Scene, { client, course, categoryId, id, onLecture }: DraftTask): Promise<Draft> {
  const begun =
    id === undefined
      ? await client.call(createCourse, 201, { body: { title: course.title, categoryId } })
      : await client.call(getOwnCourse, 200, { params: { courseId: id } });
  const films = await uploadFilms(scene, client, course, begun);
  const described = await describe(scene, client, course, begun);
  const complete = await addOutline(scene, { client, course, begun: described, films, onLecture });
  return { client, course, id: begun.id, version: complete.version };
}

/** The picture comes last, together with all the words: who has it has them too. */
async function describe(
  { signal }: Scene,
  client: DemoClient,
  course: DemoCourse,
  begun: AuthoredCourse,
): Promise<AuthoredCourse> {
  if (begun.thumbnail !== undefined) return begun;
  const { summary, description, whatYouWillLearn, requirements, tags, level, language, rupees } = course;
  const picture = { kind: 'image', fileName: `${course.key}.png`, contentType: 'image/png' } as const;
  const thumbnailMediaId = await upload(client, { ...picture, bytes: courseImage(course.theme) }, signal);
  return client.call(changeCourse, 200, {
    params: { courseId: begun.id },
    body: {
      version: begun.version,
      ...{ summary, description, whatYouWillLearn, requirements, tags, level, language },
      price: { amount: rupees * 100, currency: 'INR' },
      thumbnailMediaId,
    },
  });
}

/** Makes and uploads the films of the lectures that are not there yet. @returns media ids by the lecture's number */
async function uploadFilms(
  { studio, signal }: Scene,
  client: DemoClient,
  { theme, sections }: DemoCourse,
  begun: AuthoredCourse,
): Promise<ReadonlyMap<string, string>> {
  const missing = lecturesOf(sections).filter(
    ({ section, place }) => begun.sections[section]?.lectures[place] === undefined,
  );
  const uploads = missing.map(async ({ lecture, number, variant }): Promise<[string, string][]> => {
    if (!('film' in lecture)) return [];
    const bytes = await studio.shoot({ theme, number, variant, seconds: lecture.film });
    const file = { kind: 'video', fileName: `lecture-${number}.mp4`, contentType: 'video/mp4', bytes } as const;
    return [[number, await upload(client, file, signal)]];
  });
  return new Map((await Promise.all(uploads)).flat());
}

interface OutlineTask {
  readonly client: DemoClient;
  readonly course: DemoCourse;
  readonly begun: AuthoredCourse;
  readonly films: ReadonlyMap<string, string>;
  readonly onLecture: () => void;
}

/** Adds, one after another, the sections and lectures that are not there yet. */
async function addOutline(
  scene: Scene,
  { client, course, begun, films, onLecture }: OutlineTask,
): Promise<AuthoredCourse> {
  let current = begun;
  const params = { courseId: begun.id };
  for (const { lecture, number, section, place } of lecturesOf(course.sections)) {
    if (current.sections[section] === undefined) {
      const body = { version: current.version, title: course.sections[section]?.title ?? '' };
      current = await client.call(addSection, 201, { params, body });
    }
    const present = current.sections[section];
    if (present?.lectures[place] !== undefined) continue;
    current = await client.call(addLecture, 201, {
      params: { ...params, sectionId: present?.id ?? '' },
      body: { version: current.version, ...contentOf(lecture, number, films) },
    });
    scene.changes.made('lectures');
    onLecture();
  }
  return current;
}

function contentOf(lecture: DemoLecture, number: string, films: ReadonlyMap<string, string>) {
  const { title, preview } = lecture;
  return 'article' in lecture
    ? ({ kind: 'article', title, preview, markdown: lecture.article } as const)
    : ({ kind: 'video', title, preview, mediaId: known(films, number) } as const);
}

function lecturesOf(sections: DemoCourse['sections']) {
  return sections
    .flatMap(({ lectures }, section) =>
      lectures.map((lecture, place) => ({ lecture, section, place, number: `${section + 1}.${place + 1}` })),
    )
    .map((placed, variant) => ({ ...placed, variant }));
}

async function publish({ changes }: Scene, { client, id, version }: Draft): Promise<void> {
  if (version === undefined) return;
  await client.call(publishCourse, 200, { params: { courseId: id }, body: { version } });
  changes.made('courses');
}
