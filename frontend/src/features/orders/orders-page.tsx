import { useTranslation } from 'react-i18next';
import { ButtonLink } from '../../shared/components/button.tsx';
import { PageHeading } from '../../shared/components/page-heading.tsx';
import { PageState } from '../../shared/components/page-state.tsx';
import { PagedList } from '../../shared/components/paged-list.tsx';
import { Loading, Skeleton } from '../../shared/components/skeleton.tsx';
import { OrderItem } from './order-item.tsx';
import { useListOrdersInfiniteQuery } from './orders-api.ts';

export function Component() {
  const { t } = useTranslation('orders');
  // Orders change elsewhere, by what the bank says: always ask.
  const query = useListOrdersInfiniteQuery(undefined, { refetchOnMountOrArgChange: true });
  return (
    <>
      <PageHeading title={t('title')} />
      <p className="mt-2 mb-8">{t('lead')}</p>
      <PagedList query={query} skeleton={<OrdersSkeleton />} empty={<NoOrders />}>
        {(orders, list) => (
          // biome-ignore lint/a11y/noRedundantRoles: Safari takes the list for none where no bullets are shown
          <ul ref={list} role="list" className="grid gap-4">
            {orders.map((order) => (
              <OrderItem key={order.id} order={order} />
            ))}
          </ul>
        )}
      </PagedList>
    </>
  );
}

function OrdersSkeleton() {
  return (
    <Loading className="grid gap-4">
      <Skeleton className="h-28 rounded-2xl" />
      <Skeleton className="h-28 rounded-2xl" />
    </Loading>
  );
}

function NoOrders() {
  const { t } = useTranslation('orders');
  return (
    <PageState
      icon="receipt"
      title={<h2 className="text-lg font-semibold">{t('empty.title')}</h2>}
      action={<ButtonLink to="/courses">{t('browse')}</ButtonLink>}
    >
      {t('empty.text')}
    </PageState>
  );
}
