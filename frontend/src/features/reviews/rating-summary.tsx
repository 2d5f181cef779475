import type { RatingSummary as Summary } from '@studynotion/contracts';
import { useTranslation } from 'react-i18next';
import { RatingStars } from '../../shared/components/rating-stars.tsx';
import { shareOf } from './share-of.ts';

const stars = [5, 4, 3, 2, 1] as const;

/** The average, and how often each number of stars was given. */
export function RatingSummary({ summary: { average, count, histogram } }: { readonly summary: Summary }) {
  const { t } = useTranslation('reviews');
  return (
    <div className="surface grid items-center gap-x-10 gap-y-5 p-6 sm:grid-cols-[auto_minmax(0,1fr)]">
      <div className="grid justify-items-center gap-1.5">
        <p className="text-5xl font-extrabold text-text tabular-nums">{average.toFixed(1)}</p>
        <RatingStars rating={average} size="size-5" />
        <p className="text-sm text-muted">{t('ratings', { count })}</p>
      </div>
      {/* biome-ignore lint/a11y/noRedundantRoles: Safari takes the list for none where no bullets are shown */}
      <ul role="list" aria-label={t('histogram')} className="grid gap-2">
        {stars.map((number) => {
          const share = shareOf(histogram[number], count);
          return (
            <li key={number} className="flex items-center gap-3 text-sm">
              <span className="w-14 shrink-0">{t('stars', { count: number })}</span>
              <span aria-hidden="true" className="h-2 flex-1 overflow-hidden rounded-full bg-raised">
                <span className="block h-full rounded-full bg-accent" style={{ width: `${share}%` }} />
              </span>
              <span className="w-12 shrink-0 text-right whitespace-nowrap text-muted tabular-nums">{share} %</span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
