import { forgotPassword } from '@studynotion/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { problemOf } from '../../shared/api/api-problem.ts';
import { Alert } from '../../shared/components/alert.tsx';
import { Button } from '../../shared/components/button.tsx';
import { ProblemAlert } from '../../shared/components/problem-alert.tsx';
import { TextField } from '../../shared/components/text-field.tsx';
import { useCountdown } from '../../shared/components/use-countdown.ts';
import { schemaOf } from '../../shared/forms/schema-of.ts';
import { useForm } from '../../shared/forms/use-form.ts';
import { useForgotPasswordMutation } from './auth-api.ts';
import { AuthCard } from './auth-card.tsx';

export function Component() {
  const { t } = useTranslation(['auth', 'common']);
  const [send] = useForgotPasswordMutation();
  const [sentTo, setSentTo] = useState<string>();
  const [allowedAt, setAllowedAt] = useState(0);
  const seconds = useCountdown(allowedAt);
  const form = useForm({
    initialValues: { email: '' },
    schema: schemaOf(forgotPassword),
    onSubmit: async ({ email }) => {
      setSentTo(undefined);
      const { data, error } = await send({ email });
      if (data === undefined) return problemOf(error);
      setSentTo(email);
      setAllowedAt(Date.now() + data.retryAfterSeconds * 1000);
    },
  });

  return (
    <AuthCard
      title={t('forgot.title')}
      lead={t('forgot.lead')}
      footer={
        <Link to="/login" className="inline-link">
          {t('forgot.back')}
        </Link>
      }
    >
      <form noValidate onSubmit={form.submit} className="grid gap-5">
        <ProblemAlert problem={form.problem} />
        {sentTo !== undefined && (
          <Alert tone="success" title={t('forgot.sentTitle')}>
            {t('forgot.sent', { email: sentTo })}
          </Alert>
        )}
        <TextField label={t('fields.email')} type="email" autoComplete="username" {...form.field('email')} />
        <Button type="submit" busy={form.sending} disabled={sentTo !== undefined && seconds > 0}>
          {t('forgot.submit')}
        </Button>
        {sentTo !== undefined && seconds > 0 && (
          <p className="text-center text-sm text-muted tabular-nums">{t('common:resendIn', { seconds })}</p>
        )}
      </form>
    </AuthCard>
  );
}
