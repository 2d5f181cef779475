import { Redirect } from '../../shared/components/redirect.tsx';
import { useWorkPath } from '../../shared/session/use-work-path.ts';

/** The dashboard begins with one's work. */
export function Component() {
  return <Redirect to={useWorkPath()} />;
}
