import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Icon } from '../../shared/components/icon.tsx';
import type { LecturePlace } from './lecture-order.ts';

export interface LectureStepsProps {
  readonly courseId: string;
  readonly previous?: LecturePlace;
  readonly next?: LecturePlace;
}

const stepClass =
  'surface group grid gap-1 px-5 py-4 transition-colors hover:border-accent focus-visible:border-accent';

/** One lecture back, one on. */
export function LectureSteps({ courseId, previous, next }: LectureStepsProps) {
  const { t } = useTranslation('learning');
  if (previous === undefined && next === undefined) return null;
  return (
    <nav aria-label={t('steps')} className="mt-14 grid gap-4 border-t border-line/70 pt-8 sm:grid-cols-2">
      {previous !== undefined && (
        <Link to={`/learn/${courseId}/${previous.id}`} rel="prev" className={stepClass}>
          <span className="flex items-center gap-2 text-sm text-muted">
            <Icon name="arrowLeft" className="size-4" />
            {t('previous')}
          </span>
          <span className="font-semibold text-text group-hover:text-accent">{previous.title}</span>
        </Link>
      )}
      {next !== undefined && (
        <Link to={`/learn/${courseId}/${next.id}`} rel="next" className={`${stepClass} sm:col-start-2 sm:text-right`}>
          <span className="flex items-center gap-2 text-sm text-muted sm:justify-end">
            {t('next')}
            <Icon name="arrowRight" className="size-4" />
          </span>
          <span className="font-semibold text-text group-hover:text-accent">{next.title}</span>
        </Link>
      )}
    </nav>
  );
}
