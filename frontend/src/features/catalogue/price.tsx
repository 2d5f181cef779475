import type { Money } from '@studynotion/contracts';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../shared/format/use-format.ts';

/** What a course costs. */
export function Price({ price, className = '' }: { readonly price: Money; readonly className?: string }) {
  const { t } = useTranslation('catalogue');
  const format = useFormat();
  return (
    <span className={`shrink-0 font-bold text-text tabular-nums ${className}`}>
      {price.amount === 0 ? t('free') : format.money(price)}
    </span>
  );
}
