import { useTranslation } from 'react-i18next';
import { problemOf } from '../../shared/api/api-problem.ts';
import { Button } from '../../shared/components/button.tsx';
import { PasswordField } from '../../shared/components/password-field.tsx';
import { ProblemAlert } from '../../shared/components/problem-alert.tsx';
import { useForm } from '../../shared/forms/use-form.ts';
import { useAppDispatch } from '../../shared/store/hooks.ts';
import { noticeShown } from '../../shared/store/notice-slice.ts';
import { useChangePasswordMutation } from './auth-api.ts';
import { ChangePasswordForm } from './new-password-form.ts';

const empty = { currentPassword: '', newPassword: '', confirmPassword: '' };

/** Another password for this account; it ends the other sessions. */
export function ChangePassword() {
  const { t } = useTranslation('auth');
  const dispatch = useAppDispatch();
  const [changePassword] = useChangePasswordMutation();
  const form = useForm({
    initialValues: empty,
    schema: ChangePasswordForm,
    fieldOfProblem: ({ code }) => {
      if (code === 'password.wrong') return 'currentPassword';
      return code === 'password.common' ? 'newPassword' : undefined;
    },
    onSubmit: async ({ currentPassword, newPassword }) => {
      const { error } = await changePassword({ currentPassword, newPassword });
      if (error !== undefined) return problemOf(error);
      form.reset(empty);
      dispatch(noticeShown({ tone: 'success', text: 'passwordChanged' }));
    },
  });

  return (
    <section aria-labelledby="password-heading" className="surface p-6 sm:p-8">
      <h2 id="password-heading" className="text-xl font-bold">
        {t('change.title')}
      </h2>
      <p className="mt-2">{t('change.lead')}</p>
      <form noValidate onSubmit={form.submit} className="mt-6 grid max-w-xl gap-5">
        <ProblemAlert problem={form.problem} />
        <PasswordField
          label={t('fields.currentPassword')}
          autoComplete="current-password"
          {...form.field('currentPassword')}
        />
        <PasswordField
          label={t('fields.newPassword')}
          hint={t('fields.passwordHint')}
          autoComplete="new-password"
          {...form.field('newPassword')}
        />
        <PasswordField
          label={t('fields.confirmNewPassword')}
          autoComplete="new-password"
          {...form.field('confirmPassword')}
        />
        <Button type="submit" busy={form.sending} className="justify-self-start">
          {t('change.submit')}
        </Button>
      </form>
    </section>
  );
}
