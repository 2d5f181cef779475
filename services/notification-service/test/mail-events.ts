import { randomBytes } from 'node:crypto';
import { type Clock, newId, seal } from '@studynotion/service-kit';

export const sealKey = randomBytes(32).toString('base64url');
export const code = '048213';
export const token = 'a-token-that-nobody-may-see_0123456789';

/** The data of the events that make mails, for an address; codes and links expire by this clock. */
export function mailEvents(clock: Clock) {
  const inMinutes = (minutes: number) => new Date(clock.now().getTime() + minutes * 60_000).toISOString();
  return {
    otpRequested: (email: string) => ({ email, sealedCode: seal(code, sealKey, 'otp'), expiresAt: inMinutes(5) }),
    passwordResetRequested: (email: string) => ({
      email,
      firstName: 'Asha',
      sealedToken: seal(token, sealKey, 'password-reset'),
      expiresAt: inMinutes(60),
    }),
    accountRegistered: (email: string) => ({
      aggregateId: newId(),
      version: 1,
      email,
      firstName: 'Asha',
      lastName: 'Rao',
      role: 'student' as const,
      approved: true,
      registeredAt: '2026-03-05T14:03:00.000Z',
    }),
    accountPasswordChanged: (email: string) => ({
      aggregateId: newId(),
      version: 2,
      email,
      firstName: 'Asha',
      changedAt: '2026-03-05T14:03:00.000Z',
      how: 'changed' as const,
    }),
  };
}
