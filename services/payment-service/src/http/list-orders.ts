import { listOrders } from '@studynotion/contracts';
import { handler, ok } from '@studynotion/service-kit';
import type { OrderRepository } from '../data/order-repository.ts';
import type { PaymentProvider } from '../domain/payment-provider.ts';
import { toOrderAnswer } from './to-order-answer.ts';

interface Dependencies {
  readonly orders: OrderRepository;
  readonly provider: PaymentProvider;
}

export const listOrdersHandler = ({ orders, provider }: Dependencies) =>
  handler(listOrders, async ({ caller, query }) => {
    const { items, nextCursor } = await orders.list(caller.accountId, query);
    return ok({ items: items.map((order) => toOrderAnswer(order, provider.keyId)), nextCursor });
  });
