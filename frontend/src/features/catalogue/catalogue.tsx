import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { CourseCardLink } from '../../shared/components/course-card-link.tsx';
import { CourseGrid, CourseGridSkeleton } from '../../shared/components/course-grid.tsx';
import { LoadMore } from '../../shared/components/load-more.tsx';
import { PageState } from '../../shared/components/page-state.tsx';
import { ProblemState } from '../../shared/components/problem-state.tsx';
import { useFocusFirstNew } from '../../shared/components/use-focus-first-new.ts';
import { useListCoursesInfiniteQuery } from './catalogue-api.ts';
import { CourseFacts } from './course-facts.tsx';
import { Price } from './price.tsx';

/** All courses as cards, page by page. */
export function Catalogue({ headingLevel }: { readonly headingLevel: 'h2' | 'h3' }) {
  const { t } = useTranslation('catalogue');
  const list = useRef<HTMLUListElement>(null);
  const { data, error, isFetching, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } =
    useListCoursesInfiniteQuery();
  const courses = data?.pages.flatMap(({ items }) => items) ?? [];
  const firstNew = useFocusFirstNew(list, courses.length);

  if (data === undefined && error !== undefined)
    return <ProblemState error={error} onRetry={refetch} retrying={isFetching} />;
  if (data === undefined) return <CourseGridSkeleton />;
  if (courses.length === 0)
    return (
      <PageState icon="book" title={<p className="text-lg font-semibold text-text">{t('empty.title')}</p>}>
        {t('empty.text')}
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
            to={`/courses/${course.slug}`}
            headingLevel={headingLevel}
            details={<CourseFacts course={course} />}
            corner={<Price price={course.price} className="text-lg" />}
          />
        ))}
      </CourseGrid>
      <LoadMore hasMore={hasNextPage} loading={isFetchingNextPage} error={error} onMore={loadMore} />
    </>
  );
}
