import { CatalogueSort } from '@studynotion/contracts';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import { ButtonLink } from '../../shared/components/button.tsx';
import { CourseGridSkeleton } from '../../shared/components/course-grid.tsx';
import { PageHeading } from '../../shared/components/page-heading.tsx';
import { PageState } from '../../shared/components/page-state.tsx';
import { PagedList } from '../../shared/components/paged-list.tsx';
import { useListCoursesInfiniteQuery } from './catalogue-api.ts';
import { type CatalogueFilter, isNarrowed, readFilter, searchOf } from './catalogue-filter.ts';
import { CourseCards } from './course-cards.tsx';
import { Facets } from './facets.tsx';
import { SearchField } from './search-field.tsx';

/** The catalogue. Its address says what is searched for, so that it can be sent to somebody. */
export function Component() {
  const { t } = useTranslation('catalogue');
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const filter = readFilter(search);
  const query = useListCoursesInfiniteQuery(filter);
  const facets = query.data?.pages[0]?.facets;

  const show = (changed: CatalogueFilter) => navigate(`/courses${searchOf(changed)}`, { preventScrollReset: true });

  return (
    <div className="page-width py-10 md:py-14">
      <PageHeading title={t('title')} />
      <p className="mt-3 mb-7 max-w-2xl">{t('lead')}</p>
      <div className="mb-8 flex flex-wrap items-end gap-4">
        <SearchField
          key={filter.q}
          initial={filter.q}
          onSearch={(q) => show({ ...filter, q })}
          className="min-w-64 flex-1"
        />
        <SortField sort={filter.sort} onChange={(sort) => show({ ...filter, sort })} />
      </div>
      <div className="grid items-start gap-x-10 gap-y-6 lg:grid-cols-[15rem_minmax(0,1fr)]">
        <Facets facets={facets} filter={filter} />
        <div aria-busy={query.isFetching} className={query.currentData === undefined ? 'opacity-60' : undefined}>
          <p role="status" className="mb-5 text-sm text-muted">
            {facets !== undefined && t('found', { count: facets.total })}
          </p>
          <PagedList query={query} skeleton={<CourseGridSkeleton />} empty={<NoCourses filter={filter} />}>
            {(courses, list) => <CourseCards courses={courses} headingLevel="h2" ref={list} />}
          </PagedList>
        </div>
      </div>
    </div>
  );
}

interface SortFieldProps {
  readonly sort: CatalogueSort;
  readonly onChange: (sort: CatalogueSort) => void;
}

function SortField({ sort, onChange }: SortFieldProps) {
  const { t } = useTranslation('catalogue');
  const id = useId();
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="text-sm font-medium text-text">
        {t('sort.label')}
      </label>
      <select
        id={id}
        value={sort}
        onChange={({ target }) => onChange(CatalogueSort.parse(target.value))}
        className="min-h-12 rounded-xl border border-line bg-panel px-4 text-text hover:border-muted"
      >
        {CatalogueSort.options.map((choice) => (
          <option key={choice} value={choice}>
            {t(`sort.${choice}`)}
          </option>
        ))}
      </select>
    </div>
  );
}

function NoCourses({ filter }: { readonly filter: CatalogueFilter }) {
  const { t } = useTranslation('catalogue');
  if (!isNarrowed(filter))
    return (
      <PageState icon="book" title={<p className="text-lg font-semibold text-text">{t('empty.title')}</p>}>
        {t('empty.text')}
      </PageState>
    );
  return (
    <PageState
      icon="search"
      title={<p className="text-lg font-semibold text-text">{t('nothingFound.title')}</p>}
      action={
        <ButtonLink look="secondary" to="/courses" preventScrollReset>
          {t('facets.clear')}
        </ButtonLink>
      }
    >
      {t('nothingFound.text')}
    </PageState>
  );
}
