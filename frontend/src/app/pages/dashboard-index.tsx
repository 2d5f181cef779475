import { Redirect } from '../../shared/components/redirect.tsx';

/** The dashboard begins with what one learns. */
export function Component() {
  return <Redirect to="/dashboard/courses" />;
}
