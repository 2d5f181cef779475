import { useTranslation } from 'react-i18next';
import { CourseGridSkeleton } from '../../shared/components/course-grid.tsx';
import { PagedList } from '../../shared/components/paged-list.tsx';
import { useListCoursesInfiniteQuery } from './catalogue-api.ts';
import { CourseCards } from './course-cards.tsx';
import { Hero } from './hero.tsx';

export function Component() {
  const { t } = useTranslation('catalogue');
  return (
    <>
      <Hero />
      <section id="courses" aria-labelledby="courses-heading" className="page-width pt-16 pb-20 md:pt-24">
        <h2 id="courses-heading" className="text-2xl font-bold tracking-tight md:text-3xl">
          {t('home.newest')}
        </h2>
        <p className="mt-2 mb-8 max-w-2xl">{t('home.newestLead')}</p>
        <PagedList
          query={useListCoursesInfiniteQuery({ sort: 'new' })}
          skeleton={<CourseGridSkeleton />}
          empty={<p>{t('empty.text')}</p>}
        >
          {(courses, list) => <CourseCards courses={courses} headingLevel="h3" ref={list} />}
        </PagedList>
      </section>
    </>
  );
}
