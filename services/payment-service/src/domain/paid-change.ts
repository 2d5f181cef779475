import { orderPaid } from '@studynotion/contracts';
import { announce, sagaBegun } from '@studynotion/service-kit';
import type { OrderChange } from '../data/order-repository.ts';
import type { Order } from './order.ts';
import { nextState } from './order-state.ts';

/**
 * The one write that makes an order paid: its state, its event, and the beginning of what follows.
 * @param paidBy the payment; absent where the order was free
 * @returns undefined where the order is paid already
 */
export function paidChange(order: Order, paidAt: Date, paidBy?: string): OrderChange | undefined {
  const state = nextState(order.state, 'paid');
  if (state === undefined) return undefined;
  const { id, version, accountId, items, total } = order;
  const fact = {
    aggregateId: id,
    version: version + 1,
    accountId,
    courseIds: items.map(({ courseId }) => courseId),
    items: items.map(({ courseId, title, price }) => ({ courseId, title, price })),
    total,
    paidAt: paidAt.toISOString(),
  };
  return {
    set: { state, paidAt, fulfilment: sagaBegun, ...(paidBy === undefined ? {} : { paidBy }) },
    unset: ['nextLookAt'],
    announce: announce(orderPaid, fact, paidAt),
  };
}
