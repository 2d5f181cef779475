import { useTranslation } from 'react-i18next';

export interface RatingStarsProps {
  /** 0 to 5, with one decimal. */
  readonly rating: number;
  /** @default 'size-4' */
  readonly size?: string;
}

const STAR =
  'm12 2.800 2.800 5.800 6.400.9-4.600 4.400 1.100 6.300L12 17.200l-5.700 3 1.100-6.300L2.800 9.500l6.400-.9L12 2.800Z';

/** A rating as five stars, filled as far as it goes. */
export function RatingStars({ rating, size = 'size-4' }: RatingStarsProps) {
  const { t } = useTranslation();
  return (
    <span role="img" aria-label={t('rating.stars', { rating })} className="relative inline-flex shrink-0">
      <Stars className={`${size} fill-line`} />
      <span className="absolute inset-0 inline-flex overflow-hidden" style={{ width: `${rating * 20}%` }}>
        <Stars className={`${size} fill-accent`} />
      </span>
    </span>
  );
}

function Stars({ className }: { readonly className: string }) {
  return [1, 2, 3, 4, 5].map((star) => (
    <svg key={star} viewBox="0 0 24 24" aria-hidden="true" focusable="false" className={`shrink-0 ${className}`}>
      <path d={STAR} />
    </svg>
  ));
}

/** Average and number of ratings in one line; without ratings it says so. */
export function RatingLine({ rating, className = '' }: RatingLineProps) {
  const { t } = useTranslation();
  if (rating.count === 0) return <span className={`text-muted ${className}`}>{t('rating.none')}</span>;
  return (
    <span className={`inline-flex flex-wrap items-center gap-x-2 gap-y-0.5 ${className}`}>
      <span aria-hidden="true" className="font-semibold text-accent tabular-nums">
        {rating.average.toFixed(1)}
      </span>
      <RatingStars rating={rating.average} />
      <span className="text-muted">{t('rating.count', { count: rating.count })}</span>
    </span>
  );
}

export interface RatingLineProps {
  readonly rating: { readonly average: number; readonly count: number };
  readonly className?: string;
}
