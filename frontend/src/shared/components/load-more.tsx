import { useTranslation } from 'react-i18next';
import { problemOf } from '../api/api-problem.ts';
import { Button } from './button.tsx';
import { ProblemAlert } from './problem-alert.tsx';

export interface LoadMoreProps {
  readonly hasMore: boolean;
  readonly loading: boolean;
  readonly error?: unknown;
  readonly onMore: () => void;
}

/** The end of a list: the next page, if there is one. */
export function LoadMore({ hasMore, loading, error, onMore }: LoadMoreProps) {
  const { t } = useTranslation();
  if (!hasMore) return null;
  return (
    <div className="mt-10 grid justify-items-center gap-4">
      {error !== undefined && !loading && <ProblemAlert problem={problemOf(error)} />}
      <Button look="secondary" busy={loading} onClick={onMore}>
        {t('loadMore')}
      </Button>
    </div>
  );
}
