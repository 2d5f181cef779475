import { randomBytes } from 'node:crypto';
import { type Clock, newId, seal } from '@studynotion/service-kit';

export const sealKey = randomBytes(32).toString('base64url');
export const hashKey = randomBytes(32).toString('base64url');
export const code = '048213';
export const token = 'a-token-that-nobody-may-see_0123456789';

const courseId = newId();

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
    orderPaid: (accountId: string, rupees = 499) => ({
      aggregateId: newId(),
      version: 3,
      accountId,
      courseIds: [courseId],
      items: [{ courseId, title: 'Calm <code>', price: { amount: rupees * 100, currency: 'INR' as const } }],
      total: { amount: rupees * 100, currency: 'INR' as const },
      paidAt: '2026-03-05T14:03:00.000Z',
    }),
    orderAttemptFailed: (accountId: string) => ({
      aggregateId: newId(),
      version: 2,
      accountId,
      items: [{ courseId, title: 'Calm code', price: { amount: 49900, currency: 'INR' as const } }],
      total: { amount: 49900, currency: 'INR' as const },
      reason: 'Your bank declined it.',
    }),
    orderRefunded: (accountId: string) => ({
      aggregateId: newId(),
      version: 4,
      accountId,
      items: [],
      amount: { amount: 12345600, currency: 'INR' as const },
      why: 'surplus' as const,
      refundedAt: '2026-03-05T14:03:00.000Z',
    }),
    accountDeleted: (accountId: string, email: string) => ({
      aggregateId: accountId,
      version: 9,
      email,
      firstName: 'Asha',
      erasureId: 'r'.repeat(43),
      deletedAt: clock.now().toISOString(),
    }),
  };
}
