import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ButtonLink } from '../../shared/components/button.tsx';
import { CourseGridSkeleton } from '../../shared/components/course-grid.tsx';
import { Icon } from '../../shared/components/icon.tsx';
import { ProblemState } from '../../shared/components/problem-state.tsx';
import { useListCategoriesQuery, useListCoursesInfiniteQuery } from './catalogue-api.ts';
import { CourseCards } from './course-cards.tsx';

/** As many categories as fit one row; the catalogue has them all. */
const TABS = 5;
const COURSES = 3;

/** A few courses of each category, behind a button each; the newest ones first. */
export function Explore() {
  const { t } = useTranslation('catalogue');
  const headingId = useId();
  const { data: categories = [] } = useListCategoriesQuery();
  const [category, setCategory] = useState<string>();
  const { currentData, error, isFetching, refetch } = useListCoursesInfiniteQuery({ category, sort: 'new' });
  const courses = currentData?.pages[0]?.items.slice(0, COURSES);
  const tabs = [
    { slug: undefined, name: t('home.newest') },
    ...categories.filter(({ courseCount }) => courseCount > 0),
  ];

  return (
    <section aria-labelledby={headingId} className="page-width py-16 md:py-24">
      <div className="text-center">
        <h2 id={headingId} className="text-3xl font-bold tracking-tight md:text-4xl">
          {t('home.explore')}
        </h2>
        <p className="mx-auto mt-3 max-w-2xl">{t('home.exploreLead')}</p>
      </div>
      <fieldset className="mx-auto mt-8 mb-10 flex w-fit max-w-full flex-wrap justify-center gap-1 rounded-3xl border border-line/70 bg-panel p-1.5">
        <legend className="sr-only">{t('facets.category')}</legend>
        {tabs.slice(0, TABS + 1).map(({ slug, name }) => (
          <button
            key={slug ?? ''}
            type="button"
            aria-pressed={category === slug}
            onClick={() => setCategory(slug)}
            className="min-h-10 rounded-full px-5 text-[0.9375rem] font-medium hover:text-text aria-pressed:bg-ground aria-pressed:text-accent"
          >
            {name}
          </button>
        ))}
      </fieldset>
      {courses !== undefined && courses.length > 0 ? (
        <CourseCards courses={courses} headingLevel="h3" />
      ) : courses !== undefined ? (
        <p className="text-center">{t('empty.text')}</p>
      ) : error !== undefined ? (
        <ProblemState error={error} onRetry={refetch} retrying={isFetching} />
      ) : (
        <CourseGridSkeleton />
      )}
      <p className="mt-10 text-center">
        <ButtonLink
          look="secondary"
          to={category === undefined ? '/courses' : `/categories/${encodeURIComponent(category)}`}
        >
          {t('home.all')}
          <Icon name="arrowRight" />
        </ButtonLink>
      </p>
    </section>
  );
}
