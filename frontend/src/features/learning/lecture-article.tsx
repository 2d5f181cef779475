import { useTranslation } from 'react-i18next';
import { ButtonLink } from '../../shared/components/button.tsx';
import { MarkdownText } from '../../shared/components/markdown-text.tsx';
import { PageHeading } from '../../shared/components/page-heading.tsx';
import { ProblemState } from '../../shared/components/problem-state.tsx';
import { Loading } from '../../shared/components/skeleton.tsx';
import { withoutTitle } from '../../shared/components/without-title.ts';
import { LectureSkeleton } from './learn-skeleton.tsx';
import { type LearningCourse, useGetLectureQuery } from './learning-api.ts';
import type { placeOf } from './lecture-order.ts';
import { LectureSteps } from './lecture-steps.tsx';

export interface LectureArticleProps {
  readonly course: LearningCourse;
  readonly lectureId: string;
  readonly place: ReturnType<typeof placeOf>;
}

/** The text of a lecture. */
export function LectureArticle({ course, lectureId, place }: LectureArticleProps) {
  const { t } = useTranslation('learning');
  const { currentData: lecture, error, isFetching, refetch } = useGetLectureQuery({ courseId: course.id, lectureId });
  // The outline knows the title already: the page has its heading before its text.
  const title = place.lecture?.title ?? lecture?.title ?? t('title');

  return (
    <article className="min-w-0 lg:max-w-3xl">
      {place.lecture !== undefined && (
        <p className="mb-3 text-sm font-semibold tracking-wide text-accent">{place.lecture.sectionTitle}</p>
      )}
      <PageHeading title={title} />
      <div className="mt-8 text-[1.0625rem]">
        {lecture?.kind === 'article' ? (
          <MarkdownText text={withoutTitle(lecture.markdown, title)} firstHeading={2} />
        ) : error !== undefined && !isFetching ? (
          <ProblemState
            error={error}
            onRetry={refetch}
            action={
              <ButtonLink look="secondary" to={`/learn/${course.id}`}>
                {t('fromStart')}
              </ButtonLink>
            }
          />
        ) : (
          <Loading>
            <LectureSkeleton />
          </Loading>
        )}
      </div>
      <LectureSteps courseId={course.id} previous={place.previous} next={place.next} />
    </article>
  );
}
