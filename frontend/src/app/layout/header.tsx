import { useTranslation } from 'react-i18next';
import { NavLink, useLocation } from 'react-router';
import { CartLink } from '../../features/cart/cart-link.tsx';
import { ButtonLink } from '../../shared/components/button.tsx';
import { Icon } from '../../shared/components/icon.tsx';
import { Skeleton } from '../../shared/components/skeleton.tsx';
import { returnPathIn, withReturnPath } from '../../shared/session/return-path.ts';
import { selectSessionStatus } from '../../shared/session/session-slice.ts';
import { useAppSelector } from '../../shared/store/hooks.ts';
import { AccountMenu } from './account-menu.tsx';
import { CategoriesMenu } from './categories-menu.tsx';
import { HeaderSearch } from './header-search.tsx';
import { Logo } from './logo.tsx';

export function Header() {
  const { t } = useTranslation();
  return (
    <header className="sticky top-0 z-20 border-b border-line/60 bg-ground/85 backdrop-blur-lg">
      <div className="page-width flex h-16 items-center gap-2 sm:gap-6">
        <Logo compact />
        <nav aria-label={t('nav.main')} className="hidden items-center md:flex">
          <NavLink
            to="/courses"
            className="rounded-lg px-3 py-2 text-[0.9375rem] font-medium hover:text-text aria-[current=page]:text-accent"
          >
            {t('nav.courses')}
          </NavLink>
          <CategoriesMenu />
        </nav>
        <HeaderSearch className="hidden max-w-sm flex-1 lg:block" />
        <div className="ml-auto flex items-center gap-1 sm:gap-3">
          <NavLink
            to="/courses"
            aria-label={t('nav.search')}
            className="grid size-11 place-items-center rounded-full hover:bg-raised hover:text-text md:hidden"
          >
            <Icon name="search" className="size-6" />
          </NavLink>
          <CartLink />
          <SessionControls />
        </div>
      </div>
    </header>
  );
}

function SessionControls() {
  const { t } = useTranslation();
  const status = useAppSelector(selectSessionStatus);
  const returnTo = returnPathIn(useLocation().search);
  if (status === 'starting') return <Skeleton className="h-10 w-28 rounded-full" />;
  if (status === 'signed-in') return <AccountMenu />;
  return (
    <>
      <ButtonLink to={withReturnPath('/login', returnTo)} look="quiet" className="px-3.5 sm:px-5">
        {t('nav.logIn')}
      </ButtonLink>
      <ButtonLink to={withReturnPath('/signup', returnTo)} className="px-3.5 sm:px-5">
        {t('nav.signUp')}
      </ButtonLink>
    </>
  );
}
