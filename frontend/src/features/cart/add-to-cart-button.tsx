import type { CoursePage } from '@studynotion/contracts';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../../shared/api/api-problem.ts';
import { Button, ButtonLink } from '../../shared/components/button.tsx';
import { Icon } from '../../shared/components/icon.tsx';
import { ProblemAlert } from '../../shared/components/problem-alert.tsx';
import { selectSessionStatus } from '../../shared/session/session-slice.ts';
import { useAppDispatch, useAppSelector } from '../../shared/store/hooks.ts';
import { noticeShown } from '../../shared/store/notice-slice.ts';
import { useAddToCartMutation, useGetCartQuery } from './cart-api.ts';
import { guestItemOf, withItem } from './guest-cart.ts';
import { changeGuestCart, readGuestCart, useGuestCart } from './guest-cart-store.ts';

/** Puts a course into the cart; once it is in there, leads to it. */
export function AddToCartButton({ course }: { readonly course: CoursePage }) {
  const { t } = useTranslation('cart');
  const dispatch = useAppDispatch();
  const signedIn = useAppSelector(selectSessionStatus) === 'signed-in';
  const { data: cart, isFetching } = useGetCartQuery(undefined, { skip: !signedIn });
  const guestItems = useGuestCart();
  const [addToCart, { isLoading, error }] = useAddToCartMutation();
  const items = signedIn ? (cart?.items ?? []) : guestItems;

  if (items.some(({ courseId }) => courseId === course.id))
    return (
      <ButtonLink look="secondary" to="/cart">
        <Icon name="cart" />
        {t('goToCart')}
      </ButtonLink>
    );

  async function add(): Promise<void> {
    if (signedIn) {
      const answer = await addToCart(course.id);
      if (answer.error !== undefined) return;
    } else {
      changeGuestCart((present) => withItem(present, guestItemOf(course)));
      if (!readGuestCart().some(({ courseId }) => courseId === course.id)) {
        dispatch(noticeShown({ tone: 'danger', text: 'cartFull' }));
        return;
      }
    }
    dispatch(noticeShown({ tone: 'success', text: 'addedToCart' }));
  }

  return (
    <>
      <ProblemAlert problem={error === undefined ? undefined : problemOf(error)} />
      <Button look="secondary" busy={isLoading || (signedIn && isFetching)} onClick={add}>
        <Icon name="cart" />
        {t('add')}
      </Button>
    </>
  );
}
