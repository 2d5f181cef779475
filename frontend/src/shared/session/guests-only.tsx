import { Navigate, Outlet, useLocation } from 'react-router';
import { useAppSelector } from '../store/hooks.ts';
import { returnPathIn } from './return-path.ts';
import { selectSessionStatus } from './session-slice.ts';

/** The route around logging in and signing up; whoever is logged in goes on to where they wanted to be. */
export function GuestsOnly() {
  const signedIn = useAppSelector(selectSessionStatus) === 'signed-in';
  const returnTo = returnPathIn(useLocation().search);
  return signedIn ? <Navigate to={returnTo ?? '/dashboard/courses'} replace /> : <Outlet />;
}
