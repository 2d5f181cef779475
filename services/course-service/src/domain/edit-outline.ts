import type {
  addLecture as addLectureRoute,
  BodyOf,
  changeLecture as changeLectureRoute,
  Id,
  orderOutline as orderOutlineRoute,
} from '@studynotion/contracts';
import { type Caller, ConflictError, InputError, NotFoundError, newId } from '@studynotion/service-kit';
import { attachVideo } from './attach-media.ts';
import { type AuthoringNeeds, type Edit, editCourse, requireOwnCourse } from './authoring.ts';
import { type Course, type Lecture, lectureOf, lecturesOf, type Section } from './course.ts';
import { newContent } from './lecture-content.ts';

const MOST_SECTIONS = 50;
const MOST_LECTURES = 100;

interface OfCourse {
  readonly courseId: Id;
  readonly version: number;
}
type OfSection = OfCourse & { readonly sectionId: Id };
type OfLecture = OfCourse & { readonly lectureId: Id };
type LectureFields = Pick<Lecture, 'id' | 'title' | 'preview'>;

/** Adds a section at the end of the caller's own course. */
export function addSection(needs: AuthoringNeeds, caller: Caller, at: OfCourse, title: string): Promise<Course> {
  return editCourse(needs, caller, at, ({ sections }) => {
    requireRoom(sections, MOST_SECTIONS);
    return { fields: { sections: [...sections, { id: newId(), title, lectures: [] }] } };
  });
}

/** Renames a section of the caller's own course. */
export function changeSection(needs: AuthoringNeeds, caller: Caller, at: OfSection, title: string): Promise<Course> {
  return editSection(needs, caller, at, (section) => ({ section: { ...section, title } }));
}

/** Deletes a section of the caller's own course, with its lectures. */
export function deleteSection(needs: AuthoringNeeds, caller: Caller, at: OfSection): Promise<Course> {
  return editSection(needs, caller, at, () => ({ section: undefined }));
}

/** Adds a lecture at the end of a section of the caller's own course. */
export function addLecture(
  needs: AuthoringNeeds,
  caller: Caller,
  { courseId, sectionId }: { readonly courseId: Id; readonly sectionId: Id },
  given: BodyOf<typeof addLectureRoute>,
): Promise<Course> {
  return editSection(needs, caller, { courseId, sectionId, version: given.version }, async (section) => {
    requireRoom(section.lectures, MOST_LECTURES);
    const { title, preview } = given;
    const fields = { id: newId(), title, preview };
    const { lecture, newContent } =
      given.kind === 'article'
        ? write(courseId, fields, given.markdown)
        : show(fields, await attachVideo(needs, caller.accountId, given.mediaId));
    return { section: { ...section, lectures: [...section.lectures, lecture] }, newContent };
  });
}

/** Changes a lecture of the caller's own course; only what is given is touched, and its kind stays. */
export function changeLecture(
  needs: AuthoringNeeds,
  caller: Caller,
  at: OfLecture,
  { title, preview, markdown, mediaId }: Omit<BodyOf<typeof changeLectureRoute>, 'version'>,
): Promise<Course> {
  return editLecture(needs, caller, at, async (old) => {
    const lecture = { ...old, title: title ?? old.title, preview: preview ?? old.preview };
    if (lecture.kind === 'article') {
      if (mediaId !== undefined) throw wrongKind('mediaId', 'an article has no video');
      return markdown === undefined ? { lecture } : write(at.courseId, lecture, markdown);
    }
    if (markdown !== undefined) throw wrongKind('markdown', 'a video has no text');
    return mediaId === undefined ? { lecture } : show(lecture, await attachVideo(needs, caller.accountId, mediaId));
  });
}

/** Deletes a lecture of the caller's own course. */
export function deleteLecture(needs: AuthoringNeeds, caller: Caller, at: OfLecture): Promise<Course> {
  return editLecture(needs, caller, at, () => ({ lecture: undefined }));
}

/** Puts what is in the caller's own course into another order. @throws InputError `outline.not-a-permutation` */
export function orderOutline(
  needs: AuthoringNeeds,
  caller: Caller,
  at: OfCourse,
  order: BodyOf<typeof orderOutlineRoute>['sections'],
): Promise<Course> {
  return editCourse(needs, caller, at, (course) => {
    const sections = inOrder(
      course.sections,
      order.map(({ id }) => id),
    );
    const lectures = inOrder(
      lecturesOf(course),
      order.flatMap(({ lectureIds }) => lectureIds),
    );
    // The lectures stand one after the other as the order has them; each section takes its number of them.
    let taken = 0;
    const filled = sections.map((section, place) => {
      const first = taken;
      taken += order[place]?.lectureIds.length ?? 0;
      return { ...section, lectures: lectures.slice(first, taken) };
    });
    return { fields: { sections: filled } };
  });
}

/** The text of an article of the caller's own. */
export async function ownArticle(needs: AuthoringNeeds, caller: Caller, courseId: Id, lectureId: Id): Promise<string> {
  const course = await requireOwnCourse(needs, caller, courseId);
  const lecture = lectureOf(course, lectureId);
  const markdown =
    lecture?.kind === 'article' ? await needs.contents.markdown(lecture.contentId, courseId, lectureId) : undefined;
  if (markdown === undefined) throw new NotFoundError('lecture.not-found');
  return markdown;
}

interface SectionEdit extends Pick<Edit, 'newContent'> {
  /** Absent where it is deleted. */
  readonly section?: Section;
}

function editSection(
  needs: AuthoringNeeds,
  caller: Caller,
  at: OfSection,
  edit: (section: Section) => SectionEdit | Promise<SectionEdit>,
): Promise<Course> {
  return editCourse(needs, caller, at, async ({ sections }) => {
    const old = sections.find(({ id }) => id === at.sectionId);
    if (old === undefined) throw new NotFoundError('section.not-found');
    const { section, newContent } = await edit(old);
    return { fields: { sections: replaced(sections, old, section) }, newContent };
  });
}

interface LectureEdit extends Pick<Edit, 'newContent'> {
  /** Absent where it is deleted. */
  readonly lecture?: Lecture;
}

function editLecture(
  needs: AuthoringNeeds,
  caller: Caller,
  at: OfLecture,
  edit: (lecture: Lecture) => LectureEdit | Promise<LectureEdit>,
): Promise<Course> {
  return editCourse(needs, caller, at, async (course) => {
    const old = lectureOf(course, at.lectureId);
    if (old === undefined) throw new NotFoundError('lecture.not-found');
    const { lecture, newContent } = await edit(old);
    const sections = course.sections.map((section) => ({
      ...section,
      lectures: replaced(section.lectures, old, lecture),
    }));
    return { fields: { sections }, newContent };
  });
}

/** The list with another one in the old one's place, or without it. */
function replaced<Item>(items: readonly Item[], old: Item, item: Item | undefined): readonly Item[] {
  return items.flatMap((candidate) => (candidate !== old ? [candidate] : item === undefined ? [] : [item]));
}

/** An article with a new text. */
function write(courseId: Id, { id, title, preview }: LectureFields, markdown: string) {
  const { content, fields } = newContent(courseId, id, markdown);
  const lecture: Lecture = { id, title, preview, kind: 'article', ...fields };
  return { lecture, newContent: content };
}

/** A video lecture that shows this video. */
function show({ id, title, preview }: LectureFields, mediaId: Id): LectureEdit & { readonly lecture: Lecture } {
  return { lecture: { id, title, preview, kind: 'video', mediaId } };
}

/** @throws ConflictError `outline.full` */
function requireRoom(items: readonly unknown[], most: number): void {
  if (items.length >= most) throw new ConflictError('outline.full', { detail: `There is room for ${most}.` });
}

/** Exactly these items, in the order of the ids. @throws InputError `outline.not-a-permutation` */
function inOrder<Item extends { readonly id: Id }>(items: readonly Item[], ids: readonly Id[]): readonly Item[] {
  const left = new Map(items.map((item) => [item.id, item]));
  const ordered = ids.map((id) => {
    const item = left.get(id);
    if (item === undefined) throw new InputError('outline.not-a-permutation');
    left.delete(id);
    return item;
  });
  if (left.size > 0) throw new InputError('outline.not-a-permutation');
  return ordered;
}

function wrongKind(path: string, message: string): InputError {
  return new InputError('request.invalid', { errors: [{ path, message }] });
}
