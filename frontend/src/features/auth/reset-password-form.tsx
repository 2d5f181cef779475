import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { problemOf } from '../../shared/api/api-problem.ts';
import { Button, ButtonLink } from '../../shared/components/button.tsx';
import { PasswordField } from '../../shared/components/password-field.tsx';
import { ProblemAlert } from '../../shared/components/problem-alert.tsx';
import { useForm } from '../../shared/forms/use-form.ts';
import { forgetSession } from '../../shared/session/session-thunks.ts';
import { useAppDispatch } from '../../shared/store/hooks.ts';
import { noticeShown } from '../../shared/store/notice-slice.ts';
import { useResetPasswordMutation } from './auth-api.ts';
import { ResetPasswordForm as Form } from './new-password-form.ts';

/** A new password for the token of the mailed link. */
export function ResetPasswordForm({ token }: { readonly token: string }) {
  const { t } = useTranslation('auth');
  const navigate = useNavigate();
  const dispatch = useAppDispatch();
  const [resetPassword] = useResetPasswordMutation();
  const form = useForm({
    initialValues: { password: '', confirmPassword: '' },
    schema: Form,
    fieldOfProblem: ({ code }) => (code === 'password.common' ? 'password' : undefined),
    onSubmit: async ({ password }) => {
      const { error } = await resetPassword({ token, password });
      if (error !== undefined) return problemOf(error);
      // The server has ended all sessions of the account.
      dispatch(forgetSession());
      dispatch(noticeShown({ tone: 'success', text: 'passwordReset' }));
      await navigate('/login', { replace: true });
    },
  });
  // A token that is too short or too long to be one is refused as a field nobody sees.
  const unusable = form.problem?.code === 'password-reset.invalid' || form.problem?.code === 'request.invalid';

  return (
    <form noValidate onSubmit={form.submit} className="grid gap-5">
      <ProblemAlert
        problem={unusable ? { code: 'password-reset.invalid' } : form.problem}
        action={
          unusable && (
            <ButtonLink look="secondary" to="/forgot-password">
              {t('reset.another')}
            </ButtonLink>
          )
        }
      />
      <PasswordField
        label={t('fields.newPassword')}
        hint={t('fields.passwordHint')}
        autoComplete="new-password"
        {...form.field('password')}
      />
      <PasswordField
        label={t('fields.confirmNewPassword')}
        autoComplete="new-password"
        {...form.field('confirmPassword')}
      />
      <Button type="submit" busy={form.sending}>
        {t('reset.submit')}
      </Button>
    </form>
  );
}
