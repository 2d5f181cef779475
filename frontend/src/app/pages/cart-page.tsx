import { useTranslation } from 'react-i18next';
import { useGetCartQuery, useRemoveFromCartMutation } from '../../features/cart/cart-api.ts';
import { CartList } from '../../features/cart/cart-list.tsx';
import { totalOf, withoutItems } from '../../features/cart/guest-cart.ts';
import { changeGuestCart, useGuestCart } from '../../features/cart/guest-cart-store.ts';
import { OrderButton } from '../../features/checkout/order-button.tsx';
import { problemOf } from '../../shared/api/api-problem.ts';
import { ButtonLink } from '../../shared/components/button.tsx';
import { PageHeading } from '../../shared/components/page-heading.tsx';
import { ProblemAlert } from '../../shared/components/problem-alert.tsx';
import { ProblemState } from '../../shared/components/problem-state.tsx';
import { Loading, Skeleton } from '../../shared/components/skeleton.tsx';
import { withReturnPath } from '../../shared/session/return-path.ts';
import { selectSessionStatus } from '../../shared/session/session-slice.ts';
import { useAppSelector } from '../../shared/store/hooks.ts';

/** The cart of the account, or of this browser while nobody is logged in. */
export function Component() {
  const { t } = useTranslation('cart');
  const status = useAppSelector(selectSessionStatus);
  return (
    <div className="page-width py-10 md:py-14">
      <PageHeading title={t('title')} />
      <div className="mt-8">
        {status === 'signed-in' ? <MemberCart /> : status === 'starting' ? <CartSkeleton /> : <GuestCart />}
      </div>
    </div>
  );
}

function MemberCart() {
  const { t } = useTranslation('cart');
  // Prices and what is for sale change elsewhere: always ask.
  const { data: cart, error, isFetching, refetch } = useGetCartQuery(undefined, { refetchOnMountOrArgChange: true });
  const [removeFromCart, removal] = useRemoveFromCartMutation();
  if (cart === undefined && error !== undefined)
    return <ProblemState error={error} onRetry={refetch} retrying={isFetching} />;
  if (cart === undefined) return <CartSkeleton />;
  const free = cart.total.amount === 0;
  return (
    <div className="grid gap-5">
      <ProblemAlert problem={removal.error === undefined ? undefined : problemOf(removal.error)} />
      <CartList
        items={cart.items}
        total={cart.total}
        onRemove={(courseId) => void removeFromCart(courseId)}
        checkout={
          <OrderButton
            courseIds={cart.items.filter(({ onSale }) => onSale).map(({ courseId }) => courseId)}
            free={free}
            text={free ? t('enrol') : t('checkOut')}
          />
        }
      />
    </div>
  );
}

function GuestCart() {
  const { t } = useTranslation('cart');
  const items = useGuestCart();
  return (
    <CartList
      items={items}
      total={totalOf(items)}
      onRemove={(courseId) => changeGuestCart((present) => withoutItems(present, [courseId]))}
      checkout={
        <>
          <ButtonLink to={withReturnPath('/login', '/cart')}>{t('logIn')}</ButtonLink>
          <p className="text-sm text-muted">{t('guestHint')}</p>
        </>
      }
    />
  );
}

function CartSkeleton() {
  return (
    <Loading className="grid gap-4">
      <Skeleton className="h-28 rounded-2xl" />
      <Skeleton className="h-28 rounded-2xl" />
    </Loading>
  );
}
