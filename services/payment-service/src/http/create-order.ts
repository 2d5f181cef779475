import { createOrder } from '@studynotion/contracts';
import { created, handler, InputError } from '@studynotion/service-kit';
import { type PlaceOrderNeeds, placeOrder } from '../domain/place-order.ts';
import { toOrderAnswer } from './to-order-answer.ts';

export const createOrderHandler = (needs: PlaceOrderNeeds) =>
  handler(createOrder, async ({ caller, body, idempotencyKey }) => {
    if (idempotencyKey === undefined) throw new InputError('idempotency-key.missing');
    const order = await placeOrder(needs, caller, idempotencyKey, body.courseIds);
    return created(toOrderAnswer(order, needs.provider.keyId));
  });
