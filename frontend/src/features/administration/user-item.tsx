import { type AdministeredAccount, Role } from '@studynotion/contracts';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../../shared/api/api-problem.ts';
import { Avatar } from '../../shared/components/avatar.tsx';
import { Button } from '../../shared/components/button.tsx';
import { ConfirmDialog } from '../../shared/components/confirm-dialog.tsx';
import { ProblemAlert } from '../../shared/components/problem-alert.tsx';
import { useFormat } from '../../shared/format/use-format.ts';
import { useChangeUserMutation } from './administration-api.ts';
import { Badge, type BadgeTone } from './badge.tsx';

const approvalTones = {
  'not-needed': 'plain',
  pending: 'waiting',
  approved: 'good',
  declined: 'bad',
} as const satisfies Record<AdministeredAccount['approval'], BadgeTone>;

type Change = { readonly approved: boolean } | { readonly active: boolean } | { readonly role: Role };

/** An account: approved or declined, closed or opened, given another role. */
export function UserItem({ user }: { readonly user: AdministeredAccount }) {
  const { t } = useTranslation('administration');
  const format = useFormat();
  const [changeUser, { isLoading, error, originalArgs }] = useChangeUserMutation();
  const [asking, setAsking] = useState<Change>();
  const { id, version, firstName, lastName, email, role, approval, active, registeredAt } = user;
  const name = `${firstName} ${lastName}`;

  async function change(what: Change): Promise<void> {
    await changeUser({ accountId: id, version, ...what });
    setAsking(undefined);
  }
  const isSending = (what: string) => isLoading && originalArgs !== undefined && what in originalArgs;

  return (
    <li className="surface grid gap-4 p-4 sm:p-5">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-3">
        <Avatar of={user} className="size-11 text-sm" />
        <div className="min-w-0 flex-1 basis-48">
          <h2 className="font-semibold wrap-anywhere">{name}</h2>
          <p className="text-sm break-all text-muted">{email}</p>
          <p className="text-sm text-muted">{t('users.since', { date: format.day(registeredAt) })}</p>
        </div>
        <div className="flex flex-wrap gap-2">
          {approval !== 'not-needed' && (
            <Badge tone={approvalTones[approval]}>{t(`users.approvals.${approval}`)}</Badge>
          )}
          {!active && <Badge tone="bad">{t('users.closed')}</Badge>}
        </div>
      </div>
      <ProblemAlert problem={error === undefined || asking !== undefined ? undefined : problemOf(error)} />
      <div className="flex flex-wrap items-end gap-3 border-t border-line/60 pt-4">
        <RoleSelect role={role} name={name} onChange={(chosen) => setAsking({ role: chosen })} />
        <div className="ml-auto flex flex-wrap gap-2">
          {(approval === 'pending' || approval === 'declined') && (
            <Button
              aria-label={t('users.approveOf', { name })}
              busy={isSending('approved')}
              onClick={() => change({ approved: true })}
            >
              {t('users.approve')}
            </Button>
          )}
          {(approval === 'pending' || approval === 'approved') && (
            <Button
              look="secondary"
              aria-label={t('users.declineOf', { name })}
              onClick={() => setAsking({ approved: false })}
            >
              {t('users.decline')}
            </Button>
          )}
          <Button
            look={active ? 'danger' : 'secondary'}
            aria-label={t(active ? 'users.closeOf' : 'users.reopenOf', { name })}
            busy={isSending('active') && asking === undefined}
            onClick={() => (active ? setAsking({ active: false }) : change({ active: true }))}
          >
            {t(active ? 'users.close' : 'users.reopen')}
          </Button>
        </div>
      </div>
      {asking !== undefined && (
        <ConfirmDialog
          title={t(`users.confirm.${kindOf(asking)}.title`, { name })}
          confirm={t(`users.confirm.${kindOf(asking)}.confirm`)}
          busy={isLoading}
          onConfirm={() => change(asking)}
          onCancel={() => setAsking(undefined)}
        >
          {t(`users.confirm.${kindOf(asking)}.text`, {
            role: 'role' in asking ? t(`users.roles.${asking.role}`) : undefined,
          })}
        </ConfirmDialog>
      )}
    </li>
  );
}

function kindOf(change: Change): 'decline' | 'close' | 'role' {
  if ('role' in change) return 'role';
  return 'active' in change ? 'close' : 'decline';
}

interface RoleSelectProps {
  readonly role: Role;
  readonly name: string;
  readonly onChange: (role: Role) => void;
}

function RoleSelect({ role, name, onChange }: RoleSelectProps) {
  const { t } = useTranslation('administration');
  const id = useId();
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="text-xs text-muted">
        {t('users.role')} <span className="sr-only">{t('users.of', { name })}</span>
      </label>
      <select
        id={id}
        value={role}
        onChange={({ target }) => onChange(Role.parse(target.value))}
        className="min-h-11 rounded-xl border border-line bg-ground/60 px-3 text-[0.9375rem] text-text hover:border-muted"
      >
        {Role.options.map((option) => (
          <option key={option} value={option}>
            {t(`users.roles.${option}`)}
          </option>
        ))}
      </select>
    </div>
  );
}
