import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { ButtonLink } from '../../shared/components/button.tsx';
import { CourseCardLink } from '../../shared/components/course-card-link.tsx';
import { CourseGrid, CourseGridSkeleton } from '../../shared/components/course-grid.tsx';
import { LoadMore } from '../../shared/components/load-more.tsx';
import { PageHeading } from '../../shared/components/page-heading.tsx';
import { PageState } from '../../shared/components/page-state.tsx';
import { ProblemState } from '../../shared/components/problem-state.tsx';
import { useFocusFirstNew } from '../../shared/components/use-focus-first-new.ts';
import { useFormat } from '../../shared/format/use-format.ts';
import { useListMyCoursesInfiniteQuery } from './learning-api.ts';

export function Component() {
  const { t } = useTranslation('learning');
  return (
    <>
      <PageHeading title={t('myCourses.title')} />
      <p className="mt-2 mb-8">{t('myCourses.lead')}</p>
      <MyCourses />
    </>
  );
}

function MyCourses() {
  const { t } = useTranslation('learning');
  const format = useFormat();
  const list = useRef<HTMLUListElement>(null);
  const { data, error, isFetching, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } =
    useListMyCoursesInfiniteQuery();
  const courses = data?.pages.flatMap(({ items }) => items) ?? [];
  const firstNew = useFocusFirstNew(list, courses.length);

  if (data === undefined && error !== undefined)
    return <ProblemState error={error} onRetry={refetch} retrying={isFetching} />;
  if (data === undefined) return <CourseGridSkeleton />;
  if (courses.length === 0)
    return (
      <PageState
        icon="book"
        title={<h2 className="text-lg font-semibold">{t('myCourses.empty.title')}</h2>}
        action={<ButtonLink to="/courses">{t('browse')}</ButtonLink>}
      >
        {t('myCourses.empty.text')}
      </PageState>
    );

  function loadMore(): void {
    firstNew.expect();
    void fetchNextPage();
  }

  return (
    <>
      <CourseGrid ref={list}>
        {courses.map((course) => (
          <CourseCardLink
            key={course.id}
            course={course}
            to={`/learn/${course.id}`}
            headingLevel="h2"
            details={<span>{t('myCourses.since', { date: format.day(course.enrolledAt) })}</span>}
            corner={<span className="font-semibold whitespace-nowrap text-accent">{t('myCourses.read')}</span>}
          />
        ))}
      </CourseGrid>
      <LoadMore hasMore={hasNextPage} loading={isFetchingNextPage} error={error} onMore={loadMore} />
    </>
  );
}
