import { useTranslation } from 'react-i18next';
import { TextPage } from './text-page.tsx';

export function Component() {
  const { t } = useTranslation('site');
  return (
    <TextPage
      title={t('privacy.title')}
      lead={t('privacy.lead')}
      sections={t('privacy.sections', { returnObjects: true })}
    />
  );
}
