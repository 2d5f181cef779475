import { type AdministeredAccount, Role } from '@studynotion/contracts';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../shared/components/button.tsx';
import { PageHeading } from '../../shared/components/page-heading.tsx';
import { PageState } from '../../shared/components/page-state.tsx';
import { PagedList } from '../../shared/components/paged-list.tsx';
import { TextField } from '../../shared/components/text-field.tsx';
import { useListUsersInfiniteQuery } from './administration-api.ts';
import { FilterSelect } from './filter-select.tsx';
import { ListSkeleton } from './list-skeleton.tsx';
import { useFilter } from './use-filter.ts';
import { UserItem } from './user-item.tsx';

const approvals = [
  'pending',
  'approved',
  'declined',
  'not-needed',
] as const satisfies readonly AdministeredAccount['approval'][];

export function Component() {
  const { t } = useTranslation('administration');
  const { filter, setFilter } = useFilter(['q', 'role', 'approval', 'active']);
  const query = useListUsersInfiniteQuery(filter, { refetchOnMountOrArgChange: true });
  return (
    <>
      <PageHeading title={t('users.title')} />
      <p className="mt-2 mb-6">{t('users.lead')}</p>
      <div className="mb-6 grid gap-4 sm:grid-cols-3">
        <UserSearch key={filter.q} q={filter.q ?? ''} onSearch={(q) => setFilter({ q })} />
        <FilterSelect
          label={t('users.role')}
          all={t('all')}
          options={Role.options}
          textOf={(role) => t(`users.roles.${role}`)}
          value={filter.role}
          onChange={(role) => setFilter({ role })}
        />
        <FilterSelect
          label={t('users.approval')}
          all={t('all')}
          options={approvals}
          textOf={(approval) => t(`users.approvals.${approval}`)}
          value={filter.approval}
          onChange={(approval) => setFilter({ approval })}
        />
        <FilterSelect
          label={t('users.access')}
          all={t('all')}
          options={['true', 'false']}
          textOf={(active) => t(active === 'true' ? 'users.open' : 'users.closed')}
          value={filter.active}
          onChange={(active) => setFilter({ active })}
        />
      </div>
      <PagedList query={query} skeleton={<ListSkeleton />} empty={<NoUsers />}>
        {(users, list) => (
          // biome-ignore lint/a11y/noRedundantRoles: Safari takes the list for none where no bullets are shown
          <ul ref={list} role="list" className="grid gap-3">
            {users.map((user) => (
              <UserItem key={user.id} user={user} />
            ))}
          </ul>
        )}
      </PagedList>
    </>
  );
}

interface UserSearchProps {
  readonly q: string;
  readonly onSearch: (q: string) => void;
}

function UserSearch({ q, onSearch }: UserSearchProps) {
  const { t } = useTranslation('administration');
  const [typed, setTyped] = useState(q);
  function search(event: FormEvent): void {
    event.preventDefault();
    onSearch(typed.trim());
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: the element search is not known to all screen readers yet
    <form
      role="search"
      onSubmit={search}
      className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-2 sm:col-span-3"
    >
      <TextField
        label={t('users.search')}
        hint={t('users.searchHint')}
        type="search"
        maxLength={100}
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
      />
      <Button type="submit" look="secondary" className="mt-[1.6875rem] min-h-12">
        {t('users.find')}
      </Button>
    </form>
  );
}

function NoUsers() {
  const { t } = useTranslation('administration');
  return (
    <PageState icon="people" title={<h2 className="text-lg font-semibold">{t('users.empty.title')}</h2>}>
      {t('users.empty.text')}
    </PageState>
  );
}
