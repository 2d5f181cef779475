import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { ButtonLink } from '../../shared/components/button.tsx';
import { PageHeading } from '../../shared/components/page-heading.tsx';
import { ProblemState } from '../../shared/components/problem-state.tsx';
import { Redirect } from '../../shared/components/redirect.tsx';
import { CourseContent } from './course-content.tsx';
import { LearnSkeleton } from './learn-skeleton.tsx';
import { type LearningCourse, useGetLearningCourseQuery } from './learning-api.ts';
import { LectureArticle } from './lecture-article.tsx';
import { lecturesInOrder, placeOf } from './lecture-order.ts';

export function Component() {
  const { t } = useTranslation('learning');
  const { courseId = '', lectureId } = useParams();
  const { currentData: course, error, isFetching, refetch } = useGetLearningCourseQuery(courseId);

  if (course !== undefined) return <Learn course={course} lectureId={lectureId} />;
  if (error === undefined || isFetching) return <LearnSkeleton />;
  return (
    <div className="page-width py-12">
      <PageHeading title={t('title')} className="sr-only" />
      <ProblemState
        error={error}
        onRetry={refetch}
        retrying={isFetching}
        action={
          <ButtonLink look="secondary" to="/courses">
            {t('browse')}
          </ButtonLink>
        }
      />
    </div>
  );
}

interface LearnProps {
  readonly course: LearningCourse;
  readonly lectureId?: string;
}

function Learn({ course, lectureId }: LearnProps) {
  const first = lecturesInOrder(course.sections)[0];
  // Whoever opens a course without naming a lecture begins with the first.
  if (lectureId === undefined && first !== undefined) return <Redirect to={`/learn/${course.id}/${first.id}`} />;
  const place = placeOf(course.sections, lectureId ?? '');
  return (
    <div className="page-width grid items-start gap-x-12 gap-y-6 py-6 lg:grid-cols-[19rem_minmax(0,1fr)] lg:py-10">
      <CourseContent course={course} place={place} />
      <LectureArticle key={lectureId} course={course} lectureId={lectureId ?? ''} place={place} />
    </div>
  );
}
