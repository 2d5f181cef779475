import { useTranslation } from 'react-i18next';
import { TextPage } from './text-page.tsx';

export function Component() {
  const { t } = useTranslation('site');
  return (
    <TextPage title={t('terms.title')} lead={t('terms.lead')} sections={t('terms.sections', { returnObjects: true })} />
  );
}
