import type { AuthoredCourse } from '@studynotion/contracts';
import type { OutlineOrder } from './authoring-api.ts';

/** One step towards the beginning or the end. */
export type Step = -1 | 1;

/** Where a lecture stands, or is to stand. */
export interface LecturePlace {
  readonly sectionId: string;
  readonly index: number;
}

/** The order of a course's outline, by ids alone. */
export function orderOf({ sections }: Pick<AuthoredCourse, 'sections'>): OutlineOrder {
  return sections.map(({ id, lectures }) => ({ id, lectureIds: lectures.map((lecture) => lecture.id) }));
}

/** Sections and lectures of a course in this order; what the order does not know stays at its end. */
export function inOrder(
  { sections }: Pick<AuthoredCourse, 'sections'>,
  order: OutlineOrder,
): AuthoredCourse['sections'] {
  const lectures = sections.flatMap((section) => section.lectures);
  return order.flatMap(({ id, lectureIds }) => {
    const section = sections.find((candidate) => candidate.id === id);
    if (section === undefined) return [];
    return [
      { ...section, lectures: lectureIds.flatMap((lectureId) => lectures.find((one) => one.id === lectureId) ?? []) },
    ];
  });
}

/** Puts a section at an index; indices count without it. */
export function moveSection(order: OutlineOrder, sectionId: string, index: number): OutlineOrder {
  const section = order.find(({ id }) => id === sectionId);
  if (section === undefined) return order;
  return order.filter(({ id }) => id !== sectionId).toSpliced(index, 0, section);
}

/** Puts a lecture into a section at an index; indices count without it. */
export function moveLecture(order: OutlineOrder, lectureId: string, { sectionId, index }: LecturePlace): OutlineOrder {
  return order.map((section) => {
    const others = section.lectureIds.filter((id) => id !== lectureId);
    return { ...section, lectureIds: section.id === sectionId ? others.toSpliced(index, 0, lectureId) : others };
  });
}

/** Where a step leads a section; `undefined` where it stands at this end already. */
export function sectionStep(order: OutlineOrder, sectionId: string, step: Step): number | undefined {
  const index = order.findIndex(({ id }) => id === sectionId) + step;
  return index >= 0 && index < order.length ? index : undefined;
}

/** Where a step leads a lecture, over the border of its section too; `undefined` at either end of the course. */
export function lectureStep(order: OutlineOrder, lectureId: string, step: Step): LecturePlace | undefined {
  const at = order.findIndex(({ lectureIds }) => lectureIds.includes(lectureId));
  const section = order[at];
  if (section === undefined) return undefined;
  const index = section.lectureIds.indexOf(lectureId) + step;
  if (index >= 0 && index < section.lectureIds.length) return { sectionId: section.id, index };
  const neighbour = order[at + step];
  if (neighbour === undefined) return undefined;
  return { sectionId: neighbour.id, index: step === 1 ? 0 : neighbour.lectureIds.length };
}

/** Where a lecture stands. */
export function placeOfLecture(order: OutlineOrder, lectureId: string): LecturePlace | undefined {
  const section = order.find(({ lectureIds }) => lectureIds.includes(lectureId));
  return section === undefined ? undefined : { sectionId: section.id, index: section.lectureIds.indexOf(lectureId) };
}

/** Whether two orders are the same. */
export function isSameOrder(one: OutlineOrder, other: OutlineOrder): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Where a lecture goes that is dropped on the upper or lower half of another. */
export function lectureDrop(
  order: OutlineOrder,
  lectureId: string,
  target: { readonly lectureId: string; readonly edge: 'top' | 'bottom' },
): LecturePlace | undefined {
  const section = order.find(({ lectureIds }) => lectureIds.includes(target.lectureId));
  if (section === undefined) return undefined;
  const others = section.lectureIds.filter((id) => id !== lectureId);
  return { sectionId: section.id, index: others.indexOf(target.lectureId) + (target.edge === 'bottom' ? 1 : 0) };
}

/** Where a section goes that is dropped on the upper or lower half of another. */
export function sectionDrop(
  order: OutlineOrder,
  sectionId: string,
  target: { readonly sectionId: string; readonly edge: 'top' | 'bottom' },
): number {
  const others = order.filter(({ id }) => id !== sectionId).map(({ id }) => id);
  return others.indexOf(target.sectionId) + (target.edge === 'bottom' ? 1 : 0);
}
