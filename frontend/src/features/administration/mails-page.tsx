import { LoggedMail } from '@studynotion/contracts';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../../shared/api/api-problem.ts';
import { Button } from '../../shared/components/button.tsx';
import { PageHeading } from '../../shared/components/page-heading.tsx';
import { PageState } from '../../shared/components/page-state.tsx';
import { PagedList } from '../../shared/components/paged-list.tsx';
import { ProblemAlert } from '../../shared/components/problem-alert.tsx';
import { TextField } from '../../shared/components/text-field.tsx';
import { useFormat } from '../../shared/format/use-format.ts';
import { Badge, type BadgeTone } from './badge.tsx';
import { FilterSelect } from './filter-select.tsx';
import { ListSkeleton } from './list-skeleton.tsx';
import { useListMailsInfiniteQuery, useRepeatMailMutation } from './mails-api.ts';
import { useFilter } from './use-filter.ts';

const { state: MailState, to: Address } = LoggedMail.shape;

export function Component() {
  const { t } = useTranslation('administration');
  const { filter, setFilter } = useFilter(['state', 'to']);
  const query = useListMailsInfiniteQuery(filter, { refetchOnMountOrArgChange: true });
  return (
    <>
      <PageHeading title={t('mails.title')} />
      <p className="mt-2 mb-6">{t('mails.lead')}</p>
      <div className="mb-6 grid items-start gap-4 sm:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <MailSearch key={filter.to} to={filter.to ?? ''} onSearch={(to) => setFilter({ to })} />
        <FilterSelect
          label={t('mails.state')}
          all={t('all')}
          options={MailState.options}
          textOf={(state) => t(`mails.states.${state}`)}
          value={filter.state}
          onChange={(state) => setFilter({ state })}
        />
      </div>
      <PagedList query={query} skeleton={<ListSkeleton />} empty={<NoMails />}>
        {(mails, list) => (
          // biome-ignore lint/a11y/noRedundantRoles: Safari takes the list for none where no bullets are shown
          <ul ref={list} role="list" className="grid gap-3">
            {mails.map((mail) => (
              <MailItem key={mail.id} mail={mail} />
            ))}
          </ul>
        )}
      </PagedList>
    </>
  );
}

interface MailSearchProps {
  readonly to: string;
  readonly onSearch: (to: string) => void;
}

function MailSearch({ to, onSearch }: MailSearchProps) {
  const { t } = useTranslation(['administration', 'validation']);
  const [typed, setTyped] = useState(to);
  const [wrong, setWrong] = useState(false);
  function search(event: FormEvent): void {
    event.preventDefault();
    const address = typed.trim();
    const isAddress = address === '' || Address.safeParse(address).success;
    setWrong(!isAddress);
    if (isAddress) onSearch(address);
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: the element search is not known to all screen readers yet
    <form role="search" noValidate onSubmit={search} className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-2">
      <TextField
        label={t('mails.to')}
        type="email"
        error={wrong ? t('validation:email') : undefined}
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
      />
      <Button type="submit" look="secondary" className="mt-[1.6875rem] min-h-12">
        {t('mails.find')}
      </Button>
    </form>
  );
}

const stateTones = {
  sending: 'waiting',
  sent: 'good',
  failed: 'bad',
  suppressed: 'plain',
  unknown: 'bad',
} as const satisfies Record<LoggedMail['state'], BadgeTone>;

function MailItem({ mail }: { readonly mail: LoggedMail }) {
  const { t } = useTranslation('administration');
  const format = useFormat();
  const [repeatMail, { isLoading, isSuccess, error }] = useRepeatMailMutation();
  const { id, template, to, state, attempts, lastError, createdAt, sentAt, repeatable } = mail;
  const name = titleOf(template);
  return (
    <li className="surface grid gap-3 p-4 sm:p-5">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0">
          <h2 className="font-semibold wrap-anywhere">{name}</h2>
          <p className="text-sm break-all">{to}</p>
          <p className="mt-1 text-sm text-muted">
            {t('mails.asked', { at: format.moment(createdAt) })}
            {sentAt !== undefined && ` · ${t('mails.sentAt', { at: format.moment(sentAt) })}`}
            {` · ${t('mails.attempts', { count: attempts })}`}
          </p>
        </div>
        <Badge tone={stateTones[state]}>{t(`mails.states.${state}`)}</Badge>
      </div>
      {lastError !== undefined && (
        <p className="rounded-lg bg-ground/60 px-3 py-2 font-mono text-xs wrap-anywhere text-danger-soft">
          {lastError}
        </p>
      )}
      <ProblemAlert problem={error === undefined ? undefined : problemOf(error)} />
      <p role="status" className="text-sm text-success empty:hidden">
        {isSuccess ? t('mails.repeated') : ''}
      </p>
      {repeatable && (
        <Button
          look="secondary"
          className="justify-self-start"
          aria-label={t('mails.repeatOf', { name, to })}
          busy={isLoading}
          onClick={() => repeatMail(id)}
        >
          {t('mails.repeat')}
        </Button>
      )}
    </li>
  );
}

/** What a template is called, from its id: those who read this log know the templates. */
function titleOf(template: string): string {
  const words = template.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function NoMails() {
  const { t } = useTranslation('administration');
  return (
    <PageState icon="mail" title={<h2 className="text-lg font-semibold">{t('mails.empty.title')}</h2>}>
      {t('mails.empty.text')}
    </PageState>
  );
}
