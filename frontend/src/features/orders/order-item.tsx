import type { Order } from '@studynotion/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Button, ButtonLink } from '../../shared/components/button.tsx';
import { CourseCover } from '../../shared/components/course-cover.tsx';
import { useFormat } from '../../shared/format/use-format.ts';
import { OrderTimeline } from './order-timeline.tsx';

const stateClasses = {
  created: 'bg-raised text-soft',
  'awaiting-payment': 'bg-accent/15 text-accent',
  paid: 'bg-success/15 text-success',
  expired: 'bg-raised text-soft',
  'partially-refunded': 'bg-link/25 text-link-soft',
  refunded: 'bg-link/25 text-link-soft',
} as const satisfies Record<Order['state'], string>;

/** One order of the purchase history. */
export function OrderItem({ order }: { readonly order: Order }) {
  const { t } = useTranslation('orders');
  const format = useFormat();
  const [unfolded, setUnfolded] = useState(false);
  return (
    <li className="surface grid gap-5 p-5 sm:p-6">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 text-sm">
        <p className="text-muted">
          {t('orderedOn', { date: format.day(order.createdAt) })}
          <span className="mt-0.5 block font-mono text-xs">{t('number', { id: order.id })}</span>
        </p>
        <span className={`rounded-full px-3 py-1 font-semibold ${stateClasses[order.state]}`}>
          {t(`states.${order.state}`)}
        </span>
      </div>
      {/* biome-ignore lint/a11y/noRedundantRoles: Safari takes the list for none where no bullets are shown */}
      <ul role="list" className="grid gap-3">
        {order.items.map(({ courseId, slug, title, price }) => (
          <li key={courseId} className="flex items-center gap-4">
            <CourseCover slug={slug} className="aspect-video w-20 shrink-0 rounded-lg object-cover" />
            <Link to={`/courses/${slug}`} className="flex-1 font-semibold text-text hover:text-accent">
              {title}
            </Link>
            <span className="tabular-nums">{price.amount === 0 ? t('free') : format.money(price)}</span>
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap items-center justify-between gap-4 border-t border-line/70 pt-4">
        <p className="text-text">
          {t('total')}{' '}
          <span className="ml-1 text-lg font-bold tabular-nums">
            {order.total.amount === 0 ? t('free') : format.money(order.total)}
          </span>
          {order.refunded !== undefined && (
            <span className="block text-sm text-muted">{t('refunded', { amount: format.money(order.refunded) })}</span>
          )}
        </p>
        <div className="flex flex-wrap gap-3">
          <Button look="quiet" aria-expanded={unfolded} onClick={() => setUnfolded(!unfolded)}>
            {t('timeline.open')}
            <span className="sr-only">: {t('number', { id: order.id })}</span>
          </Button>
          {order.state === 'awaiting-payment' && (
            <ButtonLink look="secondary" to={`/checkout/${order.id}`}>
              {t('finish')}
            </ButtonLink>
          )}
        </div>
      </div>
      {unfolded && <OrderTimeline orderId={order.id} />}
    </li>
  );
}
