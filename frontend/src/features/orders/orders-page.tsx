import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { ButtonLink } from '../../shared/components/button.tsx';
import { LoadMore } from '../../shared/components/load-more.tsx';
import { PageHeading } from '../../shared/components/page-heading.tsx';
import { PageState } from '../../shared/components/page-state.tsx';
import { ProblemState } from '../../shared/components/problem-state.tsx';
import { Loading, Skeleton } from '../../shared/components/skeleton.tsx';
import { useFocusFirstNew } from '../../shared/components/use-focus-first-new.ts';
import { OrderItem } from './order-item.tsx';
import { useListOrdersInfiniteQuery } from './orders-api.ts';

export function Component() {
  const { t } = useTranslation('orders');
  return (
    <>
      <PageHeading title={t('title')} />
      <p className="mt-2 mb-8">{t('lead')}</p>
      <Orders />
    </>
  );
}

function Orders() {
  const { t } = useTranslation('orders');
  const list = useRef<HTMLUListElement>(null);
  // Orders change elsewhere, by what the bank says: always ask.
  const { data, error, isFetching, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } =
    useListOrdersInfiniteQuery(undefined, { refetchOnMountOrArgChange: true });
  const orders = data?.pages.flatMap(({ items }) => items) ?? [];
  const firstNew = useFocusFirstNew(list, orders.length);

  if (data === undefined && error !== undefined)
    return <ProblemState error={error} onRetry={refetch} retrying={isFetching} />;
  if (data === undefined)
    return (
      <Loading className="grid gap-4">
        <Skeleton className="h-28 rounded-2xl" />
        <Skeleton className="h-28 rounded-2xl" />
      </Loading>
    );
  if (orders.length === 0)
    return (
      <PageState
        icon="receipt"
        title={<h2 className="text-lg font-semibold">{t('empty.title')}</h2>}
        action={<ButtonLink to="/courses">{t('browse')}</ButtonLink>}
      >
        {t('empty.text')}
      </PageState>
    );

  function loadMore(): void {
    firstNew.expect();
    void fetchNextPage();
  }

  return (
    <>
      {/* biome-ignore lint/a11y/noRedundantRoles: Safari takes the list for none where no bullets are shown */}
      <ul ref={list} role="list" className="grid gap-4">
        {orders.map((order) => (
          <OrderItem key={order.id} order={order} />
        ))}
      </ul>
      <LoadMore hasMore={hasNextPage} loading={isFetchingNextPage} error={error} onMore={loadMore} />
    </>
  );
}
