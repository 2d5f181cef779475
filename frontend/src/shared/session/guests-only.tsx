import { Outlet, useLocation } from 'react-router';
import { Redirect } from '../components/redirect.tsx';
import { useAppSelector } from '../store/hooks.ts';
import { returnPathIn } from './return-path.ts';
import { selectSessionStatus } from './session-slice.ts';
import { useWorkPath } from './use-work-path.ts';

/** The route around logging in and signing up; whoever is logged in goes on to where they wanted to be. */
export function GuestsOnly() {
  const signedIn = useAppSelector(selectSessionStatus) === 'signed-in';
  const work = useWorkPath();
  const returnTo = returnPathIn(useLocation().search);
  return signedIn ? <Redirect to={returnTo ?? work} /> : <Outlet />;
}
