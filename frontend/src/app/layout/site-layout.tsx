import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet, ScrollRestoration, useNavigation } from 'react-router';
import { useMergeGuestCart } from '../../features/cart/use-merge-guest-cart.ts';
import { Footer } from './footer.tsx';
import { Header } from './header.tsx';
import { NoticeBar } from './notice-bar.tsx';
import { PageSkeleton } from './page-skeleton.tsx';

/** What is around every page. */
export function SiteLayout() {
  const { t } = useTranslation();
  useMergeGuestCart();
  const navigating = useNavigation().state !== 'idle';
  return (
    <div className="flex min-h-dvh flex-col">
      <a
        href="#main"
        className="sr-only z-50 rounded-xl bg-accent font-semibold text-ground focus:not-sr-only focus:fixed focus:top-3 focus:left-3 focus:px-5 focus:py-3"
      >
        {t('nav.skip')}
      </a>
      {navigating && <div aria-hidden="true" className="fixed inset-x-0 top-0 z-30 h-0.5 animate-pulse bg-accent" />}
      <Header />
      <main id="main" tabIndex={-1} className="flex-1">
        <Suspense fallback={<PageSkeleton />}>
          <Outlet />
        </Suspense>
      </main>
      <Footer />
      <NoticeBar />
      <ScrollRestoration />
    </div>
  );
}
