import { useTranslation } from 'react-i18next';
import { Button } from '../../shared/components/button.tsx';
import { PageHeading } from '../../shared/components/page-heading.tsx';
import { PageState } from '../../shared/components/page-state.tsx';

/**
 * A page that broke or could not be loaded, such as one of an older version of the site that is gone from the server.
 * Loading everything anew heals both.
 */
export function CrashPage() {
  const { t } = useTranslation();
  return (
    <div className="page-width py-16 md:py-24">
      <PageState
        icon="alert"
        title={<PageHeading title={t('crash.title')} className="text-2xl font-bold" />}
        action={<Button onClick={() => window.location.reload()}>{t('crash.reload')}</Button>}
      >
        {t('crash.text')}
      </PageState>
    </div>
  );
}
