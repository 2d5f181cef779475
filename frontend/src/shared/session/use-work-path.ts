import type { Role } from '@studynotion/contracts';
import { useAppSelector } from '../store/hooks.ts';
import { selectAccount } from './session-slice.ts';

const workOf: Readonly<Record<Role, string>> = {
  student: '/dashboard/courses',
  instructor: '/dashboard/own-courses',
  administrator: '/dashboard/admin/users',
};

/** Where the work of whoever is logged in is: what they learn, teach or administer. */
export function useWorkPath(): string {
  return workOf[useAppSelector(selectAccount)?.role ?? 'student'];
}
