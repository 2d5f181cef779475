import { useTranslation } from 'react-i18next';
import { ButtonLink } from '../../shared/components/button.tsx';
import { PageHeading } from '../../shared/components/page-heading.tsx';
import { PageState } from '../../shared/components/page-state.tsx';

export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <div className="page-width py-16 md:py-24">
      <PageState
        icon="search"
        title={<PageHeading title={t('notFound.title')} className="text-2xl font-bold" />}
        action={
          <>
            <ButtonLink to="/">{t('notFound.home')}</ButtonLink>
            <ButtonLink to="/courses" look="secondary">
              {t('nav.courses')}
            </ButtonLink>
          </>
        }
      >
        {t('notFound.text')}
      </PageState>
    </div>
  );
}
