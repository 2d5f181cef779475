import type { Role } from '@studynotion/contracts';
import type { IconName } from '../../shared/components/icon.tsx';

/** The pages of the dashboard, as the account menu and the dashboard list them. */
const everybody = [
  { to: '/dashboard/courses', text: 'myCourses', icon: 'book' },
  { to: '/dashboard/profile', text: 'profile', icon: 'person' },
  { to: '/dashboard/settings', text: 'settings', icon: 'settings' },
  { to: '/dashboard/orders', text: 'orders', icon: 'receipt' },
] as const satisfies readonly AccountLink[];

const ofRole = {
  student: [],
  instructor: [
    { to: '/dashboard/teaching', text: 'teaching', icon: 'chart' },
    { to: '/dashboard/own-courses', text: 'ownCourses', icon: 'video' },
  ],
  administrator: [
    { to: '/dashboard/admin/users', text: 'users', icon: 'people' },
    { to: '/dashboard/admin/categories', text: 'categories', icon: 'tag' },
    { to: '/dashboard/admin/payments', text: 'payments', icon: 'chart' },
    { to: '/dashboard/admin/mails', text: 'mails', icon: 'mail' },
  ],
} as const satisfies Record<Role, readonly AccountLink[]>;

interface AccountLink {
  readonly to: string;
  readonly text: string;
  readonly icon: IconName;
}

/** What an account of this role finds in its dashboard: its work first. */
export function accountLinksOf(role: Role = 'student') {
  return [...ofRole[role], ...everybody];
}
