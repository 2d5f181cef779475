import { useTranslation } from 'react-i18next';
import { Link, useLocation, useNavigate } from 'react-router';
import { Button } from '../../shared/components/button.tsx';
import { PasswordField } from '../../shared/components/password-field.tsx';
import { ProblemAlert } from '../../shared/components/problem-alert.tsx';
import { TextField } from '../../shared/components/text-field.tsx';
import { useForm } from '../../shared/forms/use-form.ts';
import { returnPathIn, withReturnPath } from '../../shared/session/return-path.ts';
import { AccountTypeField } from './account-type-field.tsx';
import { AuthCard } from './auth-card.tsx';
import { useSignUpFlow } from './sign-up-flow.tsx';
import { emptySignUpForm, SignUpForm } from './sign-up-form.ts';
import { useRequestCode } from './use-request-code.ts';

export function Component() {
  const { t } = useTranslation('auth');
  const navigate = useNavigate();
  const returnTo = returnPathIn(useLocation().search);
  const { flow, changeFlow } = useSignUpFlow();
  const { requestCode } = useRequestCode();
  const form = useForm({
    initialValues: flow.draft ?? emptySignUpForm,
    schema: SignUpForm,
    onSubmit: async (draft) => {
      const request = await requestCode(draft.email);
      if ('problem' in request) return request.problem;
      changeFlow({ draft, problem: undefined, resendAllowedAt: Date.now() + request.retryAfterSeconds * 1000 });
      await navigate(withReturnPath('/verify-email', returnTo));
    },
  });

  return (
    <AuthCard
      title={t('signUp.title')}
      lead={t('signUp.lead')}
      footer={
        <p>
          {t('signUp.haveAccount')}{' '}
          <Link to={withReturnPath('/login', returnTo)} className="inline-link font-medium">
            {t('signUp.logIn')}
          </Link>
        </p>
      }
    >
      <form noValidate onSubmit={form.submit} className="grid gap-5">
        <ProblemAlert problem={form.problem ?? flow.problem} />
        <AccountTypeField value={form.values.accountType} onChange={(type) => form.setValue('accountType', type)} />
        <div className="grid gap-5 sm:grid-cols-2">
          <TextField label={t('fields.firstName')} autoComplete="given-name" {...form.field('firstName')} />
          <TextField label={t('fields.lastName')} autoComplete="family-name" {...form.field('lastName')} />
        </div>
        <TextField label={t('fields.email')} type="email" autoComplete="email" {...form.field('email')} />
        <PasswordField
          label={t('fields.password')}
          hint={t('fields.passwordHint')}
          autoComplete="new-password"
          {...form.field('password')}
        />
        <PasswordField
          label={t('fields.confirmPassword')}
          autoComplete="new-password"
          {...form.field('confirmPassword')}
        />
        <Button type="submit" busy={form.sending}>
          {t('signUp.submit')}
        </Button>
      </form>
    </AuthCard>
  );
}
