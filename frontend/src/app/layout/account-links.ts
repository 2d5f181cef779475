import type { IconName } from '../../shared/components/icon.tsx';

/** The pages of the dashboard, as the account menu and the dashboard list them. */
export const accountLinks = [
  { to: '/dashboard/courses', text: 'myCourses', icon: 'book' },
  { to: '/dashboard/profile', text: 'profile', icon: 'person' },
  { to: '/dashboard/password', text: 'password', icon: 'lock' },
  { to: '/dashboard/orders', text: 'orders', icon: 'receipt' },
] as const satisfies readonly { readonly to: string; readonly text: string; readonly icon: IconName }[];
