import { getOrder } from '@studynotion/contracts';
import { handler, NotFoundError, ok } from '@studynotion/service-kit';
import type { OrderRepository } from '../data/order-repository.ts';
import type { PaymentProvider } from '../domain/payment-provider.ts';
import { toOrderWithTimeline } from './to-order-answer.ts';

interface Dependencies {
  readonly orders: OrderRepository;
  readonly provider: PaymentProvider;
}

export const getOrderHandler = ({ orders, provider }: Dependencies) =>
  handler(getOrder, async ({ caller, params }) => {
    const order = await orders.findOwn(caller.accountId, params.orderId);
    if (order === undefined) throw new NotFoundError('order.not-found');
    return ok(toOrderWithTimeline(order, provider.keyId));
  });
