import { OrderState } from '@studynotion/contracts';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Alert } from '../../shared/components/alert.tsx';
import { PageHeading } from '../../shared/components/page-heading.tsx';
import { PageState } from '../../shared/components/page-state.tsx';
import { PagedList } from '../../shared/components/paged-list.tsx';
import { ProblemState } from '../../shared/components/problem-state.tsx';
import { Loading, Skeleton } from '../../shared/components/skeleton.tsx';
import { TextField } from '../../shared/components/text-field.tsx';
import { useFormat } from '../../shared/format/use-format.ts';
import {
  type ListedOrder,
  type PaymentReport,
  useGetAccountNameQuery,
  useGetPaymentReportQuery,
  useListAllOrdersInfiniteQuery,
} from './administration-api.ts';
import { Badge, type BadgeTone } from './badge.tsx';
import { isDateSpan, thisMonth } from './date-span.ts';
import { FilterSelect } from './filter-select.tsx';
import { ListSkeleton } from './list-skeleton.tsx';
import { useFilter } from './use-filter.ts';

export function Component() {
  const { t } = useTranslation('administration');
  return (
    <>
      <PageHeading title={t('payments.title')} />
      <p className="mt-2 mb-8">{t('payments.lead')}</p>
      <Report />
      <Orders />
    </>
  );
}

function Report() {
  const { t } = useTranslation('administration');
  const id = useId();
  const { filter, setFilter } = useFilter(['from', 'to']);
  const span = { ...thisMonth(new Date()), ...filter };
  const isSpan = isDateSpan(span);
  const report = useGetPaymentReportQuery(span, { skip: !isSpan, refetchOnMountOrArgChange: true });
  return (
    <section aria-labelledby={id} className="surface grid gap-5 p-5 sm:p-6">
      <h2 id={id} className="text-lg font-semibold">
        {t('payments.report')}
      </h2>
      <div className="grid gap-4 sm:max-w-lg sm:grid-cols-2">
        <TextField
          label={t('payments.from')}
          type="date"
          value={span.from}
          onChange={({ target }) => setFilter({ from: target.value })}
        />
        <TextField
          label={t('payments.to')}
          type="date"
          value={span.to}
          onChange={({ target }) => setFilter({ to: target.value })}
        />
      </div>
      {!isSpan ? (
        <Alert tone="info">{t('payments.noSpan')}</Alert>
      ) : report.currentData !== undefined ? (
        <Figures report={report.currentData} />
      ) : report.error !== undefined && !report.isFetching ? (
        <ProblemState error={report.error} onRetry={report.refetch} />
      ) : (
        <Loading className="grid gap-3">
          <Skeleton className="h-24" />
        </Loading>
      )}
    </section>
  );
}

function Figures({ report }: { readonly report: PaymentReport }) {
  const { t } = useTranslation('administration');
  const format = useFormat();
  const { orders, captured, refunded, instructorShare, platformShare, instructors } = report;
  const figures = [
    ['orders', `${orders}`],
    ['captured', format.money(captured)],
    ['refunded', format.money(refunded)],
    ['instructorShare', format.money(instructorShare)],
    ['platformShare', format.money(platformShare)],
  ] as const;
  return (
    <>
      <dl className="grid grid-cols-2 gap-x-6 gap-y-5 border-t border-line/60 pt-5 md:grid-cols-3 xl:grid-cols-5">
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt className="text-sm text-muted">{t(`payments.figures.${name}`)}</dt>
            <dd className="mt-0.5 text-xl font-bold text-text tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
      {instructors.length > 0 && (
        <table className="w-full text-sm">
          <caption className="pb-2 text-left font-semibold text-text">{t('payments.byInstructor')}</caption>
          <thead>
            <tr className="text-left text-muted">
              <th scope="col" className="py-2 pr-4 font-medium">
                {t('payments.instructor')}
              </th>
              <th scope="col" className="py-2 text-right font-medium">
                {t('payments.income')}
              </th>
            </tr>
          </thead>
          <tbody>
            {instructors.map(({ instructorId, income }) => (
              <tr key={instructorId} className="border-t border-line/60">
                <th scope="row" className="py-2 pr-4 text-left font-normal">
                  <AccountName accountId={instructorId} />
                </th>
                <td className="py-2 text-right text-text tabular-nums">{format.money(income)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

/** The id stands there until the name is known, and where the account is gone. */
function AccountName({ accountId }: { readonly accountId: string }) {
  const { data: name } = useGetAccountNameQuery(accountId);
  return (
    <>
      {name !== undefined && <span className="block text-text">{name}</span>}
      <span className="font-mono text-xs break-all">{accountId}</span>
    </>
  );
}

function Orders() {
  const { t } = useTranslation(['administration', 'orders']);
  const id = useId();
  const { filter, setFilter } = useFilter(['from', 'to', 'state']);
  const query = useListAllOrdersInfiniteQuery(filter.state === undefined ? {} : { state: filter.state }, {
    refetchOnMountOrArgChange: true,
  });
  return (
    <section aria-labelledby={id} className="mt-10">
      <div className="mb-5 flex flex-wrap items-end justify-between gap-4">
        <h2 id={id} className="text-xl font-semibold">
          {t('payments.orders')}
        </h2>
        <div className="w-full sm:w-56">
          <FilterSelect
            label={t('payments.state')}
            all={t('all')}
            options={OrderState.options}
            textOf={(state) => t(`orders:states.${state}`)}
            value={filter.state}
            onChange={(state) => setFilter({ state })}
          />
        </div>
      </div>
      <PagedList query={query} skeleton={<ListSkeleton />} empty={<NoOrders />}>
        {(orders, list) => (
          // biome-ignore lint/a11y/noRedundantRoles: Safari takes the list for none where no bullets are shown
          <ul ref={list} role="list" className="grid gap-3">
            {orders.map((order) => (
              <OrderLine key={order.id} order={order} />
            ))}
          </ul>
        )}
      </PagedList>
    </section>
  );
}

const stateTones = {
  created: 'plain',
  'awaiting-payment': 'waiting',
  paid: 'good',
  expired: 'plain',
  'partially-refunded': 'bad',
  refunded: 'bad',
} as const satisfies Record<ListedOrder['state'], BadgeTone>;

function OrderLine({ order }: { readonly order: ListedOrder }) {
  const { t } = useTranslation(['administration', 'orders']);
  const format = useFormat();
  const { id, accountId, state, total, createdAt, razorpayOrderId, titles } = order;
  return (
    <li className="surface grid gap-3 p-4 sm:p-5">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0">
          <h3 className="font-semibold wrap-anywhere">{titles.join(', ')}</h3>
          <p className="mt-0.5 text-sm text-muted">{t('orders:orderedOn', { date: format.moment(createdAt) })}</p>
        </div>
        <div className="flex items-center gap-4">
          <span className="font-bold text-text tabular-nums">
            {total.amount === 0 ? t('orders:free') : format.money(total)}
          </span>
          <Badge tone={stateTones[state]}>{t(`orders:states.${state}`)}</Badge>
        </div>
      </div>
      <p className="flex flex-wrap gap-x-4 gap-y-1 font-mono text-xs break-all text-muted">
        <span>{t('orders:number', { id })}</span>
        <span>{t('payments.account', { id: accountId })}</span>
        {razorpayOrderId !== undefined && <span>{razorpayOrderId}</span>}
      </p>
    </li>
  );
}

function NoOrders() {
  const { t } = useTranslation('administration');
  return (
    <PageState icon="receipt" title={<h3 className="text-lg font-semibold">{t('payments.empty.title')}</h3>}>
      {t('payments.empty.text')}
    </PageState>
  );
}
