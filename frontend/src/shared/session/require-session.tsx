import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet, useLocation } from 'react-router';
import { PageHeading } from '../components/page-heading.tsx';
import { PageLoading } from '../components/page-loading.tsx';
import { ProblemState } from '../components/problem-state.tsx';
import { Redirect } from '../components/redirect.tsx';
import { Skeleton } from '../components/skeleton.tsx';
import { useAppDispatch, useAppSelector } from '../store/hooks.ts';
import { withReturnPath } from './return-path.ts';
import { selectAccount, selectLoggedOut, selectSessionStatus } from './session-slice.ts';
import { startSession } from './session-thunks.ts';

/** The route around pages for those who are logged in; others log in first and come back. */
export function RequireSession() {
  const { t } = useTranslation();
  const dispatch = useAppDispatch();
  const status = useAppSelector(selectSessionStatus);
  const account = useAppSelector(selectAccount);
  const loggedOut = useAppSelector(selectLoggedOut);
  const { pathname, search, hash } = useLocation();
  const wasHere = useRef(false);
  useEffect(() => {
    if (status === 'signed-in') wasHere.current = true;
  }, [status]);

  switch (status) {
    case 'signed-in':
      // Another account gets pages of its own, with nothing of the last one left in a form.
      return <Outlet key={account?.id} />;
    case 'signed-out':
      // Who has just logged out wants to leave, not to log in; the next one finds no trace of this page's address.
      if (loggedOut && wasHere.current) return <Redirect to="/" />;
      return <Redirect to={withReturnPath('/login', `${pathname}${search}${hash}`)} />;
    case 'unreachable':
      return (
        <div className="page-width py-16">
          <PageHeading title={t('unreachable')} className="sr-only" />
          <ProblemState error={{ code: 'network.unreachable' }} onRetry={() => dispatch(startSession())} />
        </div>
      );
    default:
      return (
        <PageLoading className="page-width grid gap-5 py-14">
          <Skeleton className="h-10 w-72" />
          <Skeleton className="h-5 w-96 max-w-full" />
          <Skeleton className="mt-4 h-64 rounded-2xl" />
        </PageLoading>
      );
  }
}
