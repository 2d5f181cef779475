import type { Id } from '@studynotion/contracts';
import { type Caller, ConflictError, InputError, NotFoundError } from '@studynotion/service-kit';
import { fulfil } from './fulfil-order.ts';
import { type Order, wasPaid } from './order.ts';
import { isPaymentFor, type TakePaymentNeeds, takePayment } from './take-payment.ts';

export interface CheckoutAnswer {
  readonly razorpayPaymentId: string;
  readonly razorpaySignature: string;
}

/**
 * Takes what the checkout page got. The signature binds the payment to *our* order of *this* account, whatever the
 * client says; then Razorpay is asked what became of the payment.
 * @throws NotFoundError `order.not-found`, InputError `payment.signature-invalid`, ConflictError `payment.not-captured`,
 *   UnavailableError
 */
export async function verifyPayment(
  needs: TakePaymentNeeds,
  { accountId }: Caller,
  orderId: Id,
  { razorpayPaymentId, razorpaySignature }: CheckoutAnswer,
): Promise<Order> {
  const order = await needs.orders.findOwn(accountId, orderId);
  if (order === undefined) throw new NotFoundError('order.not-found');
  const { razorpayOrderId } = order;
  const signed =
    razorpayOrderId !== undefined &&
    needs.provider.isCheckoutSigned({ razorpayOrderId, razorpayPaymentId, signature: razorpaySignature });
  if (!signed) throw new InputError('payment.signature-invalid');

  if (order.paidBy === razorpayPaymentId) return fulfil(needs, order);

  const payment = await needs.provider.payment(razorpayPaymentId);
  if (!isPaymentFor(order, payment)) {
    needs.logger.error(`payment ${payment.id} is signed for order ${order.id}, but is for something else`);
    throw new InputError('payment.signature-invalid');
  }
  const taken = await takePayment(needs, order, payment);
  if (!wasPaid(taken)) throw new ConflictError('payment.not-captured');
  return taken;
}
