import type { Order } from '@studynotion/contracts';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { ButtonLink } from '../../shared/components/button.tsx';
import { PageHeading } from '../../shared/components/page-heading.tsx';
import { ProblemState } from '../../shared/components/problem-state.tsx';
import { Loading, Skeleton } from '../../shared/components/skeleton.tsx';
import { useAppDispatch } from '../../shared/store/hooks.ts';
import { noticeShown } from '../../shared/store/notice-slice.ts';
import { boughtPath } from './bought-path.ts';
import { useGetOrderQuery } from './checkout-api.ts';
import { CheckoutPanel } from './checkout-panel.tsx';
import { checkoutView, pollingInterval } from './checkout-view.ts';
import { OrderSummary } from './order-summary.tsx';
import { useCheckout } from './use-checkout.ts';

export function Component() {
  const { t } = useTranslation('checkout');
  const { orderId = '' } = useParams();
  const { data: order, error, isFetching, refetch } = useGetOrderQuery(orderId);

  return (
    <div className="page-width max-w-3xl py-10 md:py-14">
      <PageHeading title={t('title')} />
      <div className="mt-8">
        {order !== undefined ? (
          <Checkout key={order.id} order={order} />
        ) : error !== undefined ? (
          <ProblemState
            error={error}
            onRetry={refetch}
            retrying={isFetching}
            action={
              <ButtonLink look="secondary" to="/dashboard/orders">
                {t('toOrders')}
              </ButtonLink>
            }
          />
        ) : (
          <Loading className="surface grid gap-5 p-6 sm:p-8">
            <Skeleton className="h-6 w-3/5" />
            <Skeleton className="h-6 w-2/5" />
            <Skeleton className="h-11" />
          </Loading>
        )}
      </div>
    </div>
  );
}

function Checkout({ order }: { readonly order: Order }) {
  const { attempt, pay, opensByItself } = useCheckout();
  const view = checkoutView(order, attempt);
  useGetOrderQuery(order.id, { pollingInterval: pollingInterval(view), skipPollingIfUnfocused: false });
  usePayAtOnce(() => pay(order), opensByItself && view === 'payable');
  useGoToCourse(order, view === 'paid' && attempt !== 'none');

  return (
    <div className="surface overflow-hidden">
      <OrderSummary order={order} />
      <div className="border-t border-line/70 p-6 sm:p-8">
        <CheckoutPanel order={order} view={view} attempt={attempt} onPay={() => pay(order)} />
      </div>
    </div>
  );
}

/** Pays as soon as the page is there, once. */
function usePayAtOnce(pay: () => Promise<void>, wanted: boolean): void {
  const begun = useRef(false);
  useEffect(() => {
    if (!wanted || begun.current) return;
    begun.current = true;
    void pay();
  }, [wanted, pay]);
}

/** Whoever has just paid goes on to what was bought. */
function useGoToCourse(order: Order, justPaid: boolean): void {
  const navigate = useNavigate();
  const dispatch = useAppDispatch();
  const path = boughtPath(order);
  useEffect(() => {
    if (!justPaid) return;
    dispatch(noticeShown({ tone: 'success', text: 'enrolled' }));
    void navigate(path, { replace: true });
  }, [justPaid, path, dispatch, navigate]);
}
