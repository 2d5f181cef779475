import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { Alert } from '../../shared/components/alert.tsx';
import { ButtonLink } from '../../shared/components/button.tsx';
import { AuthCard } from './auth-card.tsx';
import { ResetPasswordForm } from './reset-password-form.tsx';

export function Component() {
  const { t } = useTranslation('auth');
  // In the fragment, which no browser sends along: so the token reaches no log and no other site.
  const token = new URLSearchParams(useLocation().hash.slice(1)).get('token');

  return (
    <AuthCard
      title={t('reset.title')}
      lead={t('reset.lead')}
      footer={
        <Link to="/login" className="inline-link">
          {t('forgot.back')}
        </Link>
      }
    >
      {token !== null ? (
        <ResetPasswordForm token={token} />
      ) : (
        <Alert
          tone="danger"
          title={t('reset.noToken')}
          action={
            <ButtonLink look="secondary" to="/forgot-password">
              {t('reset.another')}
            </ButtonLink>
          }
        >
          {t('reset.noTokenHint')}
        </Alert>
      )}
    </AuthCard>
  );
}
