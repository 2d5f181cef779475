import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ButtonLink } from '../../shared/components/button.tsx';
import { PageHeading } from '../../shared/components/page-heading.tsx';
import { PageState } from '../../shared/components/page-state.tsx';
import { ProblemState } from '../../shared/components/problem-state.tsx';
import { Loading, Skeleton } from '../../shared/components/skeleton.tsx';
import { useFormat } from '../../shared/format/use-format.ts';
import { type Dashboard, useGetDashboardQuery } from './authoring-api.ts';
import { CourseFigures } from './course-figures.tsx';
import { lastMonths, monthInIndia } from './last-months.ts';
import { MonthChart } from './month-chart.tsx';

export function Component() {
  const { t } = useTranslation('authoring');
  // Sales happen elsewhere: always ask.
  const { data, error, isFetching, refetch } = useGetDashboardQuery(undefined, { refetchOnMountOrArgChange: true });
  return (
    <>
      <PageHeading title={t('dashboard.title')} />
      <p className="mt-2 mb-8">{t('dashboard.lead')}</p>
      {data !== undefined ? (
        <Figures dashboard={data} />
      ) : error !== undefined ? (
        <ProblemState error={error} onRetry={refetch} retrying={isFetching} />
      ) : (
        <Loading className="grid gap-6">
          <div className="grid gap-4 sm:grid-cols-3">
            {['a', 'b', 'c'].map((key) => (
              <Skeleton key={key} className="h-28 rounded-2xl" />
            ))}
          </div>
          <Skeleton className="h-72 rounded-2xl" />
        </Loading>
      )}
    </>
  );
}

function Figures({ dashboard }: { readonly dashboard: Dashboard }) {
  const { t } = useTranslation('authoring');
  const format = useFormat();
  const { students, income, averageRating, courses, months } = dashboard;
  if (courses.length === 0) return <NoCourses />;
  return (
    <div className="grid gap-6">
      <dl className="grid gap-4 sm:grid-cols-3">
        <Figure name={t('dashboard.students')}>{format.number(students)}</Figure>
        <Figure name={t('dashboard.income')}>{format.money(income)}</Figure>
        <Figure name={t('dashboard.rating')}>
          {averageRating === 0 ? t('dashboard.noRating') : t('dashboard.stars', { average: averageRating.toFixed(1) })}
        </Figure>
      </dl>
      <MonthChart months={lastMonths(months, monthInIndia(new Date()))} />
      <CourseFigures courses={courses} />
    </div>
  );
}

function Figure({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="surface p-5">
      <dt className="text-sm text-muted">{name}</dt>
      <dd className="mt-1 text-2xl font-bold tracking-tight text-text tabular-nums">{children}</dd>
    </div>
  );
}

function NoCourses() {
  const { t } = useTranslation('authoring');
  return (
    <PageState
      icon="chart"
      title={<h2 className="text-lg font-semibold">{t('dashboard.empty.title')}</h2>}
      action={<ButtonLink to="/dashboard/own-courses/new">{t('ownCourses.new')}</ButtonLink>}
    >
      {t('dashboard.empty.text')}
    </PageState>
  );
}
