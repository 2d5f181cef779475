import { logIn } from '@studynotion/contracts';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { problemOf } from '../../shared/api/api-problem.ts';
import { Button } from '../../shared/components/button.tsx';
import { PasswordField } from '../../shared/components/password-field.tsx';
import { ProblemAlert } from '../../shared/components/problem-alert.tsx';
import { TextField } from '../../shared/components/text-field.tsx';
import { schemaOf } from '../../shared/forms/schema-of.ts';
import { useForm } from '../../shared/forms/use-form.ts';
import { returnPathIn, withReturnPath } from '../../shared/session/return-path.ts';
import { openSession } from '../../shared/session/session-thunks.ts';
import { useAppDispatch } from '../../shared/store/hooks.ts';
import { useLogInMutation } from './auth-api.ts';
import { AuthCard } from './auth-card.tsx';

export function Component() {
  const { t } = useTranslation('auth');
  const returnTo = returnPathIn(useLocation().search);
  const dispatch = useAppDispatch();
  const [sendLogIn] = useLogInMutation();
  const form = useForm({
    initialValues: { email: '', password: '' },
    schema: schemaOf(logIn),
    onSubmit: async (credentials) => {
      const { data, error } = await sendLogIn(credentials);
      if (data === undefined) return problemOf(error);
      // The route for guests leads on as soon as there is a session.
      dispatch(openSession(data));
    },
  });

  return (
    <AuthCard
      title={t('login.title')}
      lead={t('login.lead')}
      footer={
        <p>
          {t('login.noAccount')}{' '}
          <Link to={withReturnPath('/signup', returnTo)} className="inline-link font-medium">
            {t('login.signUp')}
          </Link>
        </p>
      }
    >
      <form noValidate onSubmit={form.submit} className="grid gap-5">
        <ProblemAlert problem={form.problem} />
        <TextField label={t('fields.email')} type="email" autoComplete="username" {...form.field('email')} />
        <PasswordField label={t('fields.password')} autoComplete="current-password" {...form.field('password')} />
        <Link to="/forgot-password" className="inline-link justify-self-end text-sm">
          {t('login.forgot')}
        </Link>
        <Button type="submit" busy={form.sending}>
          {t('login.submit')}
        </Button>
      </form>
    </AuthCard>
  );
}
