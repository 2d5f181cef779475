import { useEffect } from 'react';
import { problemOf } from '../../shared/api/api-problem.ts';
import { selectAccount } from '../../shared/session/session-slice.ts';
import { useAppSelector } from '../../shared/store/hooks.ts';
import { useMergeCartMutation } from './cart-api.ts';
import { withoutItems } from './guest-cart.ts';
import { changeGuestCart, readGuestCart } from './guest-cart-store.ts';
import { mergeGuestCart } from './merge-guest-cart.ts';

/** Takes over what was chosen before logging in, whenever somebody is logged in. */
export function useMergeGuestCart(): void {
  const accountId = useAppSelector(selectAccount)?.id;
  const [mergeCart] = useMergeCartMutation();
  useEffect(() => {
    if (accountId === undefined) return;
    void mergeGuestCart({
      courseIds: readGuestCart().map(({ courseId }) => courseId),
      merge: async (courseIds) => {
        const { error } = await mergeCart(courseIds);
        return error === undefined ? undefined : problemOf(error);
      },
      forget: (courseIds) => changeGuestCart((items) => withoutItems(items, courseIds)),
    });
  }, [accountId, mergeCart]);
}
