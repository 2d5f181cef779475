import { Navigate } from 'react-router';

/** The dashboard begins with what one learns. */
export function Component() {
  return <Navigate to="/dashboard/courses" replace />;
}
