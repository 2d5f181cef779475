import type { AuthoredCourse, AuthoredLecture } from '@studynotion/contracts';
import type { Caller } from '@studynotion/service-kit';
import type { z } from 'zod';
import { type AuthoringNeeds, missingIn } from '../domain/authoring.ts';
import { type Course, type Lecture, videoIdsOf } from '../domain/course.ts';
import { type MediaStates, stateOf } from '../domain/outline.ts';

/** A course as its instructor edits it. */
export async function toAuthoredCourse(needs: AuthoringNeeds, caller: Caller, course: Course): Promise<AuthoredCourse> {
  const media = await needs.media.statesOf(videoIdsOf(course));
  const { id, version, slug, status, title, summary, description, whatYouWillLearn, requirements, tags } = course;
  const { level, language, price, categoryId, thumbnail, sections, createdAt, changedAt } = course;
  return {
    id,
    version,
    slug,
    status: status === 'published' ? 'published' : 'draft',
    title,
    summary,
    description,
    whatYouWillLearn: [...whatYouWillLearn],
    requirements: [...requirements],
    tags: [...tags],
    level,
    language,
    price,
    categoryId,
    thumbnail,
    sections: sections.map((section) => ({
      ...section,
      lectures: section.lectures.map((lecture) => toAuthoredLecture(lecture, media)),
    })),
    missing: [...(await missingIn(needs, caller, course))],
    createdAt: createdAt.toISOString(),
    changedAt: changedAt.toISOString(),
  };
}

function toAuthoredLecture(lecture: Lecture, media: MediaStates): z.output<typeof AuthoredLecture> {
  const { id, title, kind, preview } = lecture;
  const common = { id, title, kind, preview, ...stateOf(lecture, media) };
  return lecture.kind === 'article'
    ? { ...common, readingSeconds: lecture.readingSeconds }
    : { ...common, mediaId: lecture.mediaId };
}
