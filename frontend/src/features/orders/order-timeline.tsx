import type { OrderEvent } from '@studynotion/contracts';
import { useTranslation } from 'react-i18next';
import { ProblemState } from '../../shared/components/problem-state.tsx';
import { Loading, Skeleton } from '../../shared/components/skeleton.tsx';
import { useFormat } from '../../shared/format/use-format.ts';
import { useGetOrderTimelineQuery } from './orders-api.ts';

const marks = {
  ordered: 'bg-muted',
  'attempt-failed': 'bg-danger',
  'attempt-authorized': 'bg-link',
  paid: 'bg-success',
  'paid-again': 'bg-link',
  expired: 'bg-muted',
  'refund-begun': 'bg-link',
  refunded: 'bg-success',
  'refund-failed': 'bg-danger',
} as const satisfies Record<OrderEvent['what'], string>;

/** What happened to an order, oldest first: why its state is what it is. */
export function OrderTimeline({ orderId }: { readonly orderId: string }) {
  const { t } = useTranslation('orders');
  const { currentData: order, error, isFetching, refetch } = useGetOrderTimelineQuery(orderId);
  if (order === undefined && error !== undefined && !isFetching)
    return <ProblemState error={error} onRetry={refetch} retrying={isFetching} />;
  if (order === undefined)
    return (
      <Loading>
        <Skeleton className="h-20" />
      </Loading>
    );
  return (
    // biome-ignore lint/a11y/noRedundantRoles: Safari takes the list for none where no bullets are shown
    <ol role="list" aria-label={t('timeline.label')} className="ml-1.5 grid gap-4 border-l border-line pl-6">
      {order.timeline.map((event) => (
        <TimelineEntry key={`${event.what} ${event.at} ${event.paymentId ?? ''}`} event={event} />
      ))}
    </ol>
  );
}

function TimelineEntry({ event: { at, what, reason, amount, why } }: { readonly event: OrderEvent }) {
  const { t } = useTranslation('orders');
  const format = useFormat();
  return (
    <li className="relative text-sm">
      <span
        aria-hidden="true"
        className={`absolute top-1.5 -left-6 size-3 -translate-x-1/2 rounded-full border-2 border-panel ${marks[what]}`}
      />
      <p className="text-text">
        {t(`timeline.${what}`)}
        {amount !== undefined && <span className="ml-2 font-semibold tabular-nums">{format.money(amount)}</span>}
      </p>
      {why !== undefined && <p>{t(`timeline.why.${why}`)}</p>}
      {reason !== undefined && <p className="wrap-anywhere">{reason}</p>}
      <time dateTime={at} className="text-muted">
        {format.moment(at)}
      </time>
    </li>
  );
}
