import { getCourse } from '@studynotion/contracts';
import { handler, NotFoundError, ok } from '@studynotion/service-kit';
import type { CourseRepository } from '../data/course-repository.ts';
import type { MediaRepository } from '../data/media-repository.ts';
import { videoIdsOf } from '../domain/course.ts';
import { readySections } from '../domain/outline.ts';
import { type CardNeeds, toCourseCards, toOutline } from './to-course-card.ts';

interface Dependencies extends CardNeeds {
  readonly courses: CourseRepository;
  readonly media: MediaRepository;
}

export const getCourseHandler = (needs: Dependencies) =>
  handler(getCourse, async ({ params }) => {
    const found = await needs.courses.findPublishedBySlug(params.slug);
    if (found === undefined) throw new NotFoundError('course.not-found');
    const { course, summary } = found;
    const [[card], about, media] = await Promise.all([
      toCourseCards(needs, [summary]),
      needs.people.aboutOf(course.instructorId),
      needs.media.statesForReader(videoIdsOf(course)),
    ]);
    const { description, whatYouWillLearn, requirements, tags } = course;
    return ok({
      ...card,
      instructor: { ...card?.instructor, about },
      description,
      whatYouWillLearn,
      requirements,
      tags,
      sections: toOutline(readySections(course, media), media),
    });
  });
