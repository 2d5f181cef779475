import { verifyPayment as route } from '@studynotion/contracts';
import { handler, ok } from '@studynotion/service-kit';
import type { TakePaymentNeeds } from '../domain/take-payment.ts';
import { verifyPayment } from '../domain/verify-payment.ts';
import { toOrderAnswer } from './to-order-answer.ts';

export const verifyPaymentHandler = (needs: TakePaymentNeeds) =>
  handler(route, async ({ caller, params, body }) => {
    const order = await verifyPayment(needs, caller, params.orderId, body);
    return ok(toOrderAnswer(order, needs.provider.keyId));
  });
