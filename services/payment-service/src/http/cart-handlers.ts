import * as contract from '@studynotion/contracts';
import { type Handler, handler, ok } from '@studynotion/service-kit';
import { addToCart, type CartNeeds, mergeCart, removeFromCart, showCart } from '../domain/cart.ts';

/** Each answers the whole cart, as it is then. */
export const cartHandlers = (needs: CartNeeds): readonly Handler[] => [
  handler(contract.getCart, async ({ caller }) => ok(await showCart(needs, caller))),
  handler(contract.addToCart, async ({ caller, params }) => ok(await addToCart(needs, caller, params.courseId))),
  handler(contract.removeFromCart, async ({ caller, params }) =>
    ok(await removeFromCart(needs, caller, params.courseId)),
  ),
  handler(contract.mergeCart, async ({ caller, body }) => ok(await mergeCart(needs, caller, body.courseIds))),
];
