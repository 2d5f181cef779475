import type { RouteDefinition } from '@studynotion/contracts';
import { bearerToken, type Kit, requireRole } from '@studynotion/service-kit';
import type { Request } from 'express';
import type { Revocations } from '../domain/revocations.ts';

/**
 * Lets through who may call a route by its entry in the table.
 * @throws NotAuthenticatedError, NotAllowedError; UnavailableError where nobody can tell which sessions have ended
 */
export async function authorize(
  tokens: Kit['tokens'],
  revocations: Revocations,
  route: RouteDefinition,
  request: Request,
): Promise<void> {
  if (route.access === 'public') return;
  const caller = await tokens.verify(bearerToken(request.header('authorization')));
  revocations.requireLiving(caller.sessionId);
  if (typeof route.access === 'object' && 'role' in route.access) requireRole(caller, route.access.role);
}
