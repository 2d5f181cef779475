import { useTranslation } from 'react-i18next';
import { CourseCardLink } from '../../shared/components/course-card-link.tsx';
import { CourseGrid, CourseGridSkeleton } from '../../shared/components/course-grid.tsx';
import { PageState } from '../../shared/components/page-state.tsx';
import { PagedList } from '../../shared/components/paged-list.tsx';
import { useListCoursesInfiniteQuery } from './catalogue-api.ts';
import { CourseFacts } from './course-facts.tsx';
import { Price } from './price.tsx';

/** All courses as cards, page by page. */
export function Catalogue({ headingLevel }: { readonly headingLevel: 'h2' | 'h3' }) {
  return (
    <PagedList query={useListCoursesInfiniteQuery()} skeleton={<CourseGridSkeleton />} empty={<NoCourses />}>
      {(courses, list) => (
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
      )}
    </PagedList>
  );
}

function NoCourses() {
  const { t } = useTranslation('catalogue');
  return (
    <PageState icon="book" title={<p className="text-lg font-semibold text-text">{t('empty.title')}</p>}>
      {t('empty.text')}
    </PageState>
  );
}
