import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { problemOf } from '../../shared/api/api-problem.ts';
import { Button } from '../../shared/components/button.tsx';
import { Icon } from '../../shared/components/icon.tsx';
import { ProblemAlert } from '../../shared/components/problem-alert.tsx';
import { useSetCompletionMutation } from './learning-api.ts';

export interface CompletionBarProps {
  readonly courseId: string;
  readonly lectureId: string;
  readonly completed: boolean;
  /** Where to go on; none after the last lecture. */
  readonly nextId?: string;
}

/** Ticks a lecture off and goes on to the next one, or takes the tick back. */
export function CompletionBar({ courseId, lectureId, completed, nextId }: CompletionBarProps) {
  const { t } = useTranslation('learning');
  const navigate = useNavigate();
  const [setCompletion, { isLoading, error }] = useSetCompletionMutation();

  async function complete(): Promise<void> {
    const answer = await setCompletion({ courseId, lectureId, completed: true });
    if (answer.error === undefined && nextId !== undefined) await navigate(`/learn/${courseId}/${nextId}`);
  }

  return (
    <div className="mt-10 grid gap-4">
      <ProblemAlert problem={error === undefined ? undefined : problemOf(error)} />
      {completed ? (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <p className="flex items-center gap-2 font-semibold text-success">
            <Icon name="check" />
            {t('completed')}
          </p>
          <Button
            look="quiet"
            busy={isLoading}
            onClick={() => setCompletion({ courseId, lectureId, completed: false })}
          >
            {t('uncomplete')}
          </Button>
        </div>
      ) : (
        <Button busy={isLoading} onClick={complete} className="justify-self-start">
          <Icon name="check" />
          {nextId === undefined ? t('complete') : t('completeAndGoOn')}
        </Button>
      )}
    </div>
  );
}
