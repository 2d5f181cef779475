import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isTransient, problemOf } from '../api/api-problem.ts';
import { Button } from './button.tsx';
import { PageState } from './page-state.tsx';

export interface ProblemStateProps {
  readonly error: unknown;
  readonly onRetry: () => void;
  readonly retrying?: boolean;
  /** Another way on, such as a link to the catalogue. */
  readonly action?: ReactNode;
}

/** A part of a page that could not be loaded: why, and what to do. */
export function ProblemState({ error, onRetry, retrying, action }: ProblemStateProps) {
  const { t } = useTranslation(['common', 'problems']);
  const problem = problemOf(error);
  return (
    <div role="alert">
      <PageState
        icon={isTransient(problem) ? 'alert' : 'search'}
        title={<p className="text-lg font-semibold text-text">{t(`problems:${problem.code}`)}</p>}
        action={
          <>
            {isTransient(problem) || action === undefined ? (
              <Button look="secondary" busy={retrying} onClick={onRetry}>
                {t('common:tryAgain')}
              </Button>
            ) : null}
            {action}
          </>
        }
      >
        {isTransient(problem) ? t('common:transient') : undefined}
      </PageState>
    </div>
  );
}
