import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import { Icon } from '../../shared/components/icon.tsx';
import { selectSessionStatus } from '../../shared/session/session-slice.ts';
import { useAppSelector } from '../../shared/store/hooks.ts';
import { useGetCartQuery } from './cart-api.ts';
import { useGuestCart } from './guest-cart-store.ts';

/** The way to the cart, with how much is in it. */
export function CartLink() {
  const { t } = useTranslation('cart');
  const signedIn = useAppSelector(selectSessionStatus) === 'signed-in';
  const { data: cart } = useGetCartQuery(undefined, { skip: !signedIn });
  const guestItems = useGuestCart();
  const count = signedIn ? (cart?.items.length ?? 0) : guestItems.length;
  return (
    <NavLink
      to="/cart"
      aria-label={t('link', { count })}
      className="relative grid size-11 place-items-center rounded-full hover:bg-raised hover:text-text aria-[current=page]:text-accent"
    >
      <Icon name="cart" className="size-6" />
      {count > 0 && (
        <span
          aria-hidden="true"
          className="absolute top-0.5 right-0.5 grid h-5 min-w-5 place-items-center rounded-full bg-accent px-1 text-xs font-bold text-ground tabular-nums"
        >
          {count}
        </span>
      )}
    </NavLink>
  );
}
