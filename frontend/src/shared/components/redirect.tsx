import { Navigate, useLocation } from 'react-router';

/**
 * Leads on to another address in place of this one. Somebody may press Back while the next page is still being loaded;
 * the way there is called off then, and taken again from the address where they arrive.
 */
export function Redirect({ to }: { readonly to: string }) {
  const { key } = useLocation();
  return <Navigate key={key} to={to} replace />;
}
