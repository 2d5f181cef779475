import type { Role } from '@studynotion/contracts';
import { Outlet } from 'react-router';
import { selectAccount } from '../../shared/session/session-slice.ts';
import { useAppSelector } from '../../shared/store/hooks.ts';
import { NotFoundPage } from '../pages/not-found-page.tsx';

/** The route around pages of one role; for others nothing is there. */
export function RequireRole({ allowed }: { readonly allowed: Role }) {
  const account = useAppSelector(selectAccount);
  return account?.role === allowed ? <Outlet /> : <NotFoundPage />;
}
