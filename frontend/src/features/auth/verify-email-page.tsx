import { Trans, useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { Redirect } from '../../shared/components/redirect.tsx';
import { returnPathIn, withReturnPath } from '../../shared/session/return-path.ts';
import { AuthCard } from './auth-card.tsx';
import { useSignUpFlow } from './sign-up-flow.tsx';
import { VerifyEmailForm } from './verify-email-form.tsx';

export function Component() {
  const { t } = useTranslation('auth');
  const returnTo = returnPathIn(useLocation().search);
  const { draft } = useSignUpFlow().flow;
  // After a reload the form is gone, with good reason. A code that was sent already stays good for the next try.
  if (draft === undefined) return <Redirect to={withReturnPath('/signup', returnTo)} />;

  return (
    <AuthCard
      title={t('verify.title')}
      lead={
        <Trans t={t} i18nKey="verify.lead" values={{ email: draft.email }}>
          <strong className="font-semibold break-all text-text" />
        </Trans>
      }
      footer={
        <Link to={withReturnPath('/signup', returnTo)} className="inline-link">
          {t('verify.back')}
        </Link>
      }
    >
      <VerifyEmailForm draft={draft} returnTo={returnTo} />
    </AuthCard>
  );
}
