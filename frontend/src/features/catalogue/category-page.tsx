import type { CourseCard } from '@studynotion/contracts';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { ButtonLink } from '../../shared/components/button.tsx';
import { CourseGridSkeleton } from '../../shared/components/course-grid.tsx';
import { Icon } from '../../shared/components/icon.tsx';
import { PageHeading } from '../../shared/components/page-heading.tsx';
import { PageLoading } from '../../shared/components/page-loading.tsx';
import { PageProblem } from '../../shared/components/page-problem.tsx';
import { useGetCategoryQuery } from './catalogue-api.ts';
import { CourseCards } from './course-cards.tsx';

/** What a category has: its courses, what sells best anywhere, and where else to look. */
export function Component() {
  const { t } = useTranslation('catalogue');
  const { slug = '' } = useParams();
  const { currentData: page, error, isFetching, refetch } = useGetCategoryQuery(slug);

  if (page === undefined && (error === undefined || isFetching))
    return (
      <PageLoading className="page-width py-14">
        <CourseGridSkeleton />
      </PageLoading>
    );
  if (page === undefined)
    return (
      <PageProblem
        title={t('category.title')}
        error={error}
        onRetry={refetch}
        retrying={isFetching}
        wayOut={{ to: '/courses', text: t('allCourses') }}
      />
    );

  const { category, mostPopular, newest, topSellers, otherCategories } = page;
  return (
    <div key={category.id}>
      <div className="border-b border-line/60 bg-panel bg-[radial-gradient(50rem_24rem_at_90%_-20%,#118ab244,transparent_70%)]">
        <div className="page-width animate-rise py-10 md:py-14">
          <p className="mb-4 flex flex-wrap items-center gap-1.5 text-sm text-muted">
            <Link to="/courses" className="font-medium text-link-soft hover:text-text">
              {t('allCourses')}
            </Link>
            <Icon name="chevronRight" className="size-4" />
            {category.name}
          </p>
          <PageHeading title={category.name} className="text-3xl font-extrabold tracking-tight md:text-[2.75rem]" />
          {category.description !== '' && <p className="mt-4 max-w-2xl text-lg text-pretty">{category.description}</p>}
        </div>
      </div>
      <div className="page-width grid gap-16 pt-10 pb-20">
        <CategoryCourses slug={category.slug} mostPopular={mostPopular} newest={newest} />
        {topSellers.length > 0 && (
          <section aria-labelledby="top-sellers">
            <h2 id="top-sellers" className="mb-6 text-2xl font-bold tracking-tight">
              {t('category.topSellers')}
            </h2>
            <CourseCards courses={topSellers} headingLevel="h3" />
          </section>
        )}
        {otherCategories.length > 0 && (
          <section aria-labelledby="other-categories">
            <h2 id="other-categories" className="mb-5 text-2xl font-bold tracking-tight">
              {t('category.others')}
            </h2>
            {/* biome-ignore lint/a11y/noRedundantRoles: Safari takes the list for none where no bullets are shown */}
            <ul role="list" className="flex flex-wrap gap-3">
              {otherCategories.map(({ id, slug: other, name }) => (
                <li key={id}>
                  <ButtonLink look="secondary" to={`/categories/${other}`}>
                    {name}
                  </ButtonLink>
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
    </div>
  );
}

interface CategoryCoursesProps {
  readonly slug: string;
  readonly mostPopular: readonly CourseCard[];
  readonly newest: readonly CourseCard[];
}

const orders = ['mostPopular', 'newest'] as const;

function CategoryCourses({ slug, ...lists }: CategoryCoursesProps) {
  const { t } = useTranslation('catalogue');
  const headingId = useId();
  const [order, setOrder] = useState<(typeof orders)[number]>('mostPopular');
  const courses = lists[order];
  return (
    <section aria-labelledby={headingId}>
      <div className="mb-6 flex flex-wrap items-center justify-between gap-4">
        <h2 id={headingId} className="text-2xl font-bold tracking-tight">
          {t('category.toBegin')}
        </h2>
        <fieldset className="flex rounded-xl border border-line p-1">
          <legend className="sr-only">{t('sort.label')}</legend>
          {orders.map((choice) => (
            <button
              key={choice}
              type="button"
              aria-pressed={order === choice}
              onClick={() => setOrder(choice)}
              className="min-h-9 rounded-lg px-4 text-sm font-medium hover:text-text aria-pressed:bg-raised aria-pressed:text-accent"
            >
              {t(`category.${choice}`)}
            </button>
          ))}
        </fieldset>
      </div>
      {courses.length === 0 ? (
        <p className="surface p-8 text-center">{t('category.empty')}</p>
      ) : (
        <>
          <CourseCards courses={courses} headingLevel="h3" />
          <ButtonLink look="quiet" to={`/courses?category=${encodeURIComponent(slug)}`} className="mt-6">
            {t('category.all')}
            <Icon name="arrowRight" className="size-4" />
          </ButtonLink>
        </>
      )}
    </section>
  );
}
