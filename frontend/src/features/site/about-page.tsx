import { useTranslation } from 'react-i18next';
import { TextPage } from './text-page.tsx';

export function Component() {
  const { t } = useTranslation('site');
  return (
    <TextPage title={t('about.title')} lead={t('about.lead')} sections={t('about.sections', { returnObjects: true })} />
  );
}
