import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useGetCourseQuery } from '../../features/catalogue/catalogue-api.ts';
import { CourseDetails } from '../../features/catalogue/course-details.tsx';
import { CourseHeader } from '../../features/catalogue/course-header.tsx';
import { PageProblem } from '../../shared/components/page-problem.tsx';
import { CourseOffer } from './course-offer.tsx';
import { CoursePageSkeleton } from './course-page-skeleton.tsx';
import { CourseReviews } from './course-reviews.tsx';

export function Component() {
  const { t } = useTranslation('catalogue');
  const { slug = '' } = useParams();
  const { currentData: course, error, isFetching, refetch } = useGetCourseQuery(slug);

  if (course === undefined && (error === undefined || isFetching)) return <CoursePageSkeleton />;
  if (course === undefined)
    return (
      <PageProblem
        title={t('course')}
        error={error}
        onRetry={refetch}
        retrying={isFetching}
        wayOut={{ to: '/courses', text: t('allCourses') }}
      />
    );

  return (
    <div className="grid lg:block">
      <CourseHeader course={course} />
      <div className="page-width grid items-start gap-10 pt-8 pb-20 lg:grid-cols-[minmax(0,1fr)_22rem] lg:gap-14">
        <div className="grid min-w-0 gap-12">
          <CourseDetails course={course} />
          <CourseReviews key={course.id} course={course} />
        </div>
        <CourseOffer key={course.id} course={course} />
      </div>
    </div>
  );
}
