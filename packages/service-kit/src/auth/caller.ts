import type { Id, Role } from '@studynotion/contracts';
import { NotAllowedError } from '../errors.ts';

/** Who is asking, from a verified access token. */
export interface Caller {
  readonly accountId: Id;
  readonly sessionId: Id;
  readonly role: Role;
  /** Whether an instructor may publish; true for everybody else. */
  readonly approved: boolean;
}

/** @throws NotAllowedError `access.denied` */
export function requireRole(caller: Caller, role: Role): void {
  if (caller.role !== role) throw new NotAllowedError('access.denied');
}
