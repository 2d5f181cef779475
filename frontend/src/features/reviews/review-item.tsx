import type { Review } from '@studynotion/contracts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Avatar } from '../../shared/components/avatar.tsx';
import { RatingStars } from '../../shared/components/rating-stars.tsx';
import { fullName } from '../../shared/format/format.ts';
import { useFormat } from '../../shared/format/use-format.ts';

export interface ReviewItemProps {
  readonly review: Review;
  /** What can be done with it. */
  readonly action?: ReactNode;
}

/** What somebody said of a course, and how many stars it got. */
export function ReviewItem({ review, action }: ReviewItemProps) {
  const { t } = useTranslation(['reviews', 'common']);
  const format = useFormat();
  const { author, rating, text, createdAt, changedAt } = review;
  return (
    <article className="flex gap-4">
      <Avatar of={author ?? {}} />
      <div className="min-w-0 flex-1">
        <p className="font-semibold text-text">{(author && fullName(author)) ?? t('common:deletedAccount')}</p>
        <p className="mt-0.5 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted">
          <RatingStars rating={rating} />
          <time dateTime={changedAt ?? createdAt}>{format.day(changedAt ?? createdAt)}</time>
          {changedAt !== undefined && <span>{t('reviews:changed')}</span>}
        </p>
        {text !== undefined && <p className="mt-2.5 whitespace-pre-line wrap-anywhere">{text}</p>}
        {action !== undefined && <div className="mt-3 flex flex-wrap gap-2">{action}</div>}
      </div>
    </article>
  );
}
