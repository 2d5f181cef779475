import { ReviewSort } from '@studynotion/contracts';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PagedList } from '../../shared/components/paged-list.tsx';
import { Loading, Skeleton } from '../../shared/components/skeleton.tsx';
import { RatingSummary } from './rating-summary.tsx';
import { ReviewItem } from './review-item.tsx';
import { useListReviewsInfiniteQuery } from './reviews-api.ts';

export interface ReviewListProps {
  readonly courseId: string;
  /** The account that looks; its own review has a place of its own. */
  readonly accountId?: string;
  /** Stands above the list: my own review. */
  readonly children?: ReactNode;
}

/** What everybody says of a course, and what it comes to. */
export function ReviewList({ courseId, accountId, children }: ReviewListProps) {
  const { t } = useTranslation('reviews');
  const [sort, setSort] = useState<ReviewSort>('newest');
  const query = useListReviewsInfiniteQuery({ courseId, sort });
  const summary = query.data?.pages[0]?.summary;
  return (
    <section aria-labelledby="reviews-heading">
      <div className="mb-5 flex flex-wrap items-center justify-between gap-4">
        <h2 id="reviews-heading" className="text-xl font-bold">
          {t('title')}
        </h2>
        {summary !== undefined && summary.count > 1 && <SortField sort={sort} onChange={setSort} />}
      </div>
      <div className="grid gap-6">
        {summary !== undefined && summary.count > 0 && <RatingSummary summary={summary} />}
        {children}
        <div>
          <PagedList query={query} skeleton={<ReviewsSkeleton />} empty={<p className="text-muted">{t('none')}</p>}>
            {(reviews, list) => (
              // biome-ignore lint/a11y/noRedundantRoles: Safari takes the list for none where no bullets are shown
              <ul ref={list} role="list" className="grid gap-8">
                {reviews.map((review) => (
                  <li key={review.id} hidden={accountId !== undefined && review.author?.accountId === accountId}>
                    <ReviewItem review={review} />
                  </li>
                ))}
              </ul>
            )}
          </PagedList>
        </div>
      </div>
    </section>
  );
}

interface SortFieldProps {
  readonly sort: ReviewSort;
  readonly onChange: (sort: ReviewSort) => void;
}

function SortField({ sort, onChange }: SortFieldProps) {
  const { t } = useTranslation('reviews');
  const id = useId();
  return (
    <label htmlFor={id} className="flex items-center gap-2.5 text-sm">
      {t('sort.label')}
      <select
        id={id}
        value={sort}
        onChange={({ target }) => onChange(ReviewSort.parse(target.value))}
        className="min-h-11 rounded-xl border border-line bg-panel px-3 text-text hover:border-muted"
      >
        {ReviewSort.options.map((choice) => (
          <option key={choice} value={choice}>
            {t(`sort.${choice}`)}
          </option>
        ))}
      </select>
    </label>
  );
}

function ReviewsSkeleton() {
  return (
    <Loading className="grid gap-4">
      <Skeleton className="h-32 rounded-2xl" />
      <Skeleton className="h-20" />
    </Loading>
  );
}
