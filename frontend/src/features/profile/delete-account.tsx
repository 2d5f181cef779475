import { deleteMyAccount } from '@studynotion/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { problemOf } from '../../shared/api/api-problem.ts';
import { Button } from '../../shared/components/button.tsx';
import { Dialog } from '../../shared/components/dialog.tsx';
import { PasswordField } from '../../shared/components/password-field.tsx';
import { ProblemAlert } from '../../shared/components/problem-alert.tsx';
import { schemaOf } from '../../shared/forms/schema-of.ts';
import { useForm } from '../../shared/forms/use-form.ts';
import { accountDeleted } from './erasure-state.ts';
import { useDeleteAccountMutation } from './profile-api.ts';

/** The way out: my account and my data, deleted everywhere, after I have said my password. */
export function DeleteAccount() {
  const { t } = useTranslation('profile');
  const [asking, setAsking] = useState(false);
  return (
    <section aria-labelledby="delete-heading" className="surface border-danger/50 p-6 sm:p-8">
      <h2 id="delete-heading" className="text-xl font-bold">
        {t('delete.title')}
      </h2>
      <p className="mt-2 max-w-2xl">{t('delete.text')}</p>
      <Button look="secondary" aria-haspopup="dialog" onClick={() => setAsking(true)} className="mt-5">
        {t('delete.open')}
      </Button>
      {asking && (
        <Dialog title={t('delete.question')} onClose={() => setAsking(false)}>
          {(close) => <DeleteForm onCancel={close} />}
        </Dialog>
      )}
    </section>
  );
}

function DeleteForm({ onCancel }: { readonly onCancel: () => void }) {
  const { t } = useTranslation('profile');
  const navigate = useNavigate();
  const [deleteAccount] = useDeleteAccountMutation();
  const form = useForm({
    initialValues: { password: '' },
    schema: schemaOf(deleteMyAccount),
    fieldOfProblem: ({ code }) => (code === 'password.wrong' ? 'password' : undefined),
    onSubmit: async (body) => {
      const { data: receipt, error } = await deleteAccount(body);
      if (receipt === undefined) return problemOf(error);
      await navigate(`/erasures/${receipt.id}`, { replace: true, state: accountDeleted });
    },
  });

  return (
    <form noValidate onSubmit={form.submit} className="grid gap-5">
      <p>{t('delete.warning')}</p>
      <ProblemAlert problem={form.problem} />
      <PasswordField label={t('delete.password')} autoComplete="current-password" {...form.field('password')} />
      <div className="flex flex-wrap gap-3">
        <Button type="submit" busy={form.sending}>
          {t('delete.submit')}
        </Button>
        <Button look="quiet" onClick={onCancel}>
          {t('cancel')}
        </Button>
      </div>
    </form>
  );
}
