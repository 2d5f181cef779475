import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Alert } from '../../shared/components/alert.tsx';
import { ButtonLink } from '../../shared/components/button.tsx';
import { MarkdownText } from '../../shared/components/markdown-text.tsx';
import { PageHeading } from '../../shared/components/page-heading.tsx';
import { ProblemState } from '../../shared/components/problem-state.tsx';
import { Loading } from '../../shared/components/skeleton.tsx';
import { withoutTitle } from '../../shared/components/without-title.ts';
import { CompletionBar } from './completion-bar.tsx';
import { LectureSkeleton } from './learn-skeleton.tsx';
import { type LearningCourse, useGetLectureQuery, useSetCompletionMutation } from './learning-api.ts';
import type { placeOf } from './lecture-order.ts';
import { LectureSteps } from './lecture-steps.tsx';
import { LectureVideo } from './lecture-video.tsx';
import { progressView } from './progress-view.ts';

export interface LectureViewProps {
  readonly course: LearningCourse;
  readonly lectureId: string;
  readonly place: ReturnType<typeof placeOf>;
  /** Where one can say what one thinks of the course. */
  readonly review: ReactNode;
}

/** A lecture: its text or its video, the tick, and the way on. */
export function LectureView({ course, lectureId, place, review }: LectureViewProps) {
  const { t } = useTranslation('learning');
  const { currentData: lecture, error, isFetching, refetch } = useGetLectureQuery({ courseId: course.id, lectureId });
  const [setCompletion] = useSetCompletionMutation();
  // The outline knows the title already: the page has its heading before its text.
  const title = place.lecture?.title ?? lecture?.title ?? t('title');
  const view = progressView(course);

  return (
    <article className={`min-w-0 ${lecture?.kind === 'video' ? '' : 'lg:max-w-3xl'}`}>
      {place.lecture !== undefined && (
        <p className="mb-3 text-sm font-semibold tracking-wide text-accent">{place.lecture.sectionTitle}</p>
      )}
      <PageHeading title={title} />
      <div className="mt-8 text-[1.0625rem]">
        {lecture?.kind === 'article' ? (
          <MarkdownText text={withoutTitle(lecture.markdown, title)} firstHeading={2} />
        ) : lecture?.kind === 'video' ? (
          <LectureVideo
            course={course}
            lecture={lecture}
            onRenew={refetch}
            onEnd={() => void setCompletion({ courseId: course.id, lectureId, completed: true })}
          />
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
      {lecture !== undefined && (
        <CompletionBar
          courseId={course.id}
          lectureId={lectureId}
          completed={view.isCompleted(lectureId)}
          nextId={place.next?.id}
        />
      )}
      {view.finished && (
        <div className="mt-8">
          <Alert tone="success" title={t('finished.title')} action={review}>
            {t('finished.text')}
          </Alert>
        </div>
      )}
      <LectureSteps courseId={course.id} previous={place.previous} next={place.next} />
    </article>
  );
}
