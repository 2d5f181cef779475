import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { PageProblem } from '../../shared/components/page-problem.tsx';
import { Redirect } from '../../shared/components/redirect.tsx';
import { CourseContent } from './course-content.tsx';
import { LearnSkeleton } from './learn-skeleton.tsx';
import { type LearningCourse, useGetLearningCourseQuery } from './learning-api.ts';
import { placeOf } from './lecture-order.ts';
import { LectureView } from './lecture-view.tsx';
import { lectureToGoOnWith } from './progress-view.ts';

export interface LearnProps {
  readonly courseId: string;
  /** @default where one stopped */
  readonly lectureId?: string;
  /** Where one can say what one thinks of the course. */
  readonly review: ReactNode;
}

/** A course for those who are enrolled: its content beside one lecture of it. */
export function Learn({ courseId, lectureId, review }: LearnProps) {
  const { t } = useTranslation('learning');
  const { currentData: course, error, isFetching, refetch } = useGetLearningCourseQuery(courseId);

  if (course !== undefined) return <LearnCourse course={course} lectureId={lectureId} review={review} />;
  if (error === undefined || isFetching) return <LearnSkeleton />;
  return (
    <PageProblem
      title={t('title')}
      error={error}
      onRetry={refetch}
      retrying={isFetching}
      wayOut={{ to: '/courses', text: t('browse') }}
    />
  );
}

interface LearnCourseProps extends Omit<LearnProps, 'courseId'> {
  readonly course: LearningCourse;
}

function LearnCourse({ course, lectureId, review }: LearnCourseProps) {
  // Whoever opens a course without naming a lecture goes on where they stopped.
  const goOnWith = lectureId ?? lectureToGoOnWith(course);
  if (lectureId === undefined && goOnWith !== undefined) return <Redirect to={`/learn/${course.id}/${goOnWith}`} />;
  const place = placeOf(course.sections, lectureId ?? '');
  return (
    <div className="page-width grid items-start gap-x-12 gap-y-6 py-6 lg:grid-cols-[20rem_minmax(0,1fr)] lg:py-10">
      <CourseContent course={course} place={place} review={review} />
      <LectureView key={lectureId} course={course} lectureId={lectureId ?? ''} place={place} review={review} />
    </div>
  );
}
