import { type AdministeredOrder, listAllOrders } from '@studynotion/contracts';
import { handler, ok, requireRole } from '@studynotion/service-kit';
import type { OrderRepository } from '../data/order-repository.ts';
import type { Order } from '../domain/order.ts';

export const listAllOrdersHandler = ({ orders }: { readonly orders: OrderRepository }) =>
  handler(listAllOrders, async ({ caller, query }) => {
    requireRole(caller, 'administrator');
    const { limit, cursor, ...filter } = query;
    const { items, nextCursor } = await orders.listAll(filter, { limit, cursor });
    return ok({ items: items.map(toAdministeredOrder), nextCursor });
  });

function toAdministeredOrder(order: Order): AdministeredOrder {
  const { id, accountId, state, items, total, createdAt, paidAt, razorpayOrderId } = order;
  return {
    id,
    accountId,
    state,
    total,
    createdAt: createdAt.toISOString(),
    ...(paidAt === undefined ? {} : { paidAt: paidAt.toISOString() }),
    ...(razorpayOrderId === undefined ? {} : { razorpayOrderId }),
    titles: items.map(({ title }) => title),
    refunds: order.refunds.map(({ why, amount, status, trouble }) => ({
      why,
      amount: { amount, currency: total.currency },
      status,
      ...(trouble === undefined ? {} : { trouble }),
    })),
  };
}
