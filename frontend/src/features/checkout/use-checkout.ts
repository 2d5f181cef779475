import type { Order } from '@studynotion/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';
import { problemOf } from '../../shared/api/api-problem.ts';
import { selectAccount } from '../../shared/session/session-slice.ts';
import { useAppSelector } from '../../shared/store/hooks.ts';
import { useVerifyPaymentMutation } from './checkout-api.ts';
import { awaitConfirmation, readCheckoutState } from './checkout-state.ts';
import type { Attempt } from './checkout-view.ts';
import { confirmPayment } from './confirm-payment.ts';
import { loadCheckout } from './load-checkout.ts';
import { type RazorpayPayment, visitCheckout } from './razorpay.ts';

/** An attempt to pay, from the click to the confirmed payment. */
export function useCheckout() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const state = readCheckoutState(useLocation().state);
  const payer = useAppSelector(selectAccount);
  const [verifyPayment] = useVerifyPaymentMutation();
  const [attempt, setAttempt] = useState<Attempt>(state.confirming ? 'confirming' : 'none');

  const remember = (checkoutState: object) =>
    navigate('.', { replace: true, state: checkoutState, preventScrollReset: true });

  async function pay(order: Order): Promise<void> {
    if (payer === undefined) return;
    setAttempt('opening');
    // What opened by itself does not open again after a reload.
    await remember({});
    const Razorpay = await loadCheckout().catch(() => undefined);
    if (Razorpay === undefined) return setAttempt('not-loaded');
    setAttempt('open');
    const visit = await visitCheckout({ Razorpay, order, payer, sellerName: t('brand') });
    if (visit.end === 'paid') return confirm(order, visit.payment);
    setAttempt(visit.end);
  }

  async function confirm({ id }: Order, payment: RazorpayPayment): Promise<void> {
    setAttempt('confirming');
    await remember(awaitConfirmation);
    const confirmation = await confirmPayment(async () => {
      const { error } = await verifyPayment({
        orderId: id,
        razorpayPaymentId: payment.razorpay_payment_id,
        razorpaySignature: payment.razorpay_signature,
      });
      return error === undefined ? undefined : problemOf(error);
    }, pause);
    if (confirmation !== 'refused') return;
    setAttempt('refused');
    await remember({});
  }

  return { attempt, pay, opensByItself: state.open === true };
}

/** 1 s, then 2 s. */
function pause(tries: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, tries * 1000));
}
