import type { Order } from '@studynotion/contracts';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Alert } from '../../shared/components/alert.tsx';
import { Button, ButtonLink } from '../../shared/components/button.tsx';
import { Icon } from '../../shared/components/icon.tsx';
import { Spinner } from '../../shared/components/spinner.tsx';
import { useFormat } from '../../shared/format/use-format.ts';
import { boughtPath } from './bought-path.ts';
import type { Attempt, CheckoutView } from './checkout-view.ts';

export interface CheckoutPanelProps {
  readonly order: Order;
  readonly view: CheckoutView;
  readonly attempt: Attempt;
  readonly onPay: () => void;
}

/** Where the payment stands, and what can be done. */
export function CheckoutPanel({ order, view, attempt, onPay }: CheckoutPanelProps) {
  switch (view) {
    case 'paid':
      return <Paid order={order} />;
    case 'expired':
      return <Expired order={order} />;
    case 'confirming':
      return <Confirming />;
    default:
      return <Payable order={order} paying={view === 'paying'} attempt={attempt} onPay={onPay} />;
  }
}

const setbacks = ['closed', 'failed', 'refused', 'not-loaded'] as const;

interface PayableProps {
  readonly order: Order;
  readonly paying: boolean;
  readonly attempt: Attempt;
  readonly onPay: () => void;
}

function Payable({ order, paying, attempt, onPay }: PayableProps) {
  const { t } = useTranslation(['checkout', 'common']);
  const format = useFormat();
  const setback = setbacks.find((candidate) => candidate === attempt);
  return (
    <div className="grid gap-5">
      {setback !== undefined && (
        <Alert tone={setback === 'closed' ? 'info' : 'danger'} title={t(`setbacks.${setback}.title`)}>
          {t(`setbacks.${setback}.text`)}
        </Alert>
      )}
      <Button busy={paying} disabled={order.checkout === undefined} onClick={onPay}>
        {setback === undefined ? t('pay', { amount: format.money(order.total) }) : t('common:tryAgain')}
      </Button>
      <p className="flex items-center justify-center gap-2 text-center text-sm text-muted">
        <Icon name="lock" className="size-4" />
        {t('secure')}
      </p>
    </div>
  );
}

/** After so many milliseconds waiting is no longer what one would expect. */
const LONG_WAIT = 45_000;

function Confirming() {
  const { t } = useTranslation('checkout');
  const [long, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), LONG_WAIT);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div role="status" className="grid justify-items-center gap-4 py-4 text-center">
      <Spinner className="size-10 text-accent" />
      <p className="text-lg font-semibold text-text">{t('confirming.title')}</p>
      <p className="max-w-md text-balance">{long ? t('confirming.long') : t('confirming.text')}</p>
      {long && (
        <ButtonLink look="secondary" to="/dashboard/orders">
          {t('toOrders')}
        </ButtonLink>
      )}
    </div>
  );
}

function Paid({ order }: { readonly order: Order }) {
  const { t } = useTranslation('checkout');
  return (
    <Alert
      tone="success"
      title={t('paid.title')}
      action={<ButtonLink to={boughtPath(order)}>{t('goToCourse', { count: order.items.length })}</ButtonLink>}
    >
      {t('paid.text', { count: order.items.length })}
    </Alert>
  );
}

function Expired({ order }: { readonly order: Order }) {
  const { t } = useTranslation('checkout');
  const [first, ...others] = order.items;
  return (
    <Alert
      tone="info"
      title={t('expired.title')}
      action={
        first !== undefined && (
          <ButtonLink look="secondary" to={others.length > 0 ? '/cart' : `/courses/${first.slug}`}>
            {others.length > 0 ? t('backToCart') : t('backToCourse')}
          </ButtonLink>
        )
      }
    >
      {t('expired.text')}
    </Alert>
  );
}
