import { useTranslation } from 'react-i18next';
import { PageHeading } from '../../shared/components/page-heading.tsx';
import { Catalogue } from './catalogue.tsx';

export function Component() {
  const { t } = useTranslation('catalogue');
  return (
    <div className="page-width py-10 md:py-14">
      <PageHeading title={t('title')} />
      <p className="mt-3 mb-9 max-w-2xl">{t('lead')}</p>
      <Catalogue headingLevel="h2" />
    </div>
  );
}
