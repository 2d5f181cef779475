import type { AuthoredCourse } from '@studynotion/contracts';
import type { Course } from './course.ts';
import { type MediaStates, shownOf } from './outline.ts';

export type Missing = AuthoredCourse['missing'][number];

export interface Circumstances {
  readonly media: MediaStates;
  /** Whether the course's category is one that exists. */
  readonly hasCategory: boolean;
  /** Whether its instructor may publish. */
  readonly isApproved: boolean;
}

/** What a course lacks before it can be on sale. */
export function missingOf(course: Course, { media, hasCategory, isApproved }: Circumstances): readonly Missing[] {
  const lacks: Readonly<Record<Missing, boolean>> = {
    category: !hasCategory,
    summary: course.summary === '',
    description: course.description === '',
    'what-you-will-learn': course.whatYouWillLearn.length === 0,
    'ready-lecture': shownOf(course, media).lectureIds.length === 0,
    approval: !isApproved,
  };
  return (Object.keys(lacks) as Missing[]).filter((what) => lacks[what]);
}
