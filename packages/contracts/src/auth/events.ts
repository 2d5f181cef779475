import { z } from 'zod';
import { aggregateFields, event } from '../event.ts';
import { EmailAddress, Instant, PersonName, Role } from '../primitives.ts';

const AccountFields = {
  ...aggregateFields,
  email: EmailAddress,
  firstName: PersonName,
  lastName: PersonName,
  role: Role,
  approved: z.boolean(),
};

export const accountRegistered = event({
  type: 'studynotion.account.registered.v1',
  producer: 'auth-service',
  data: z.strictObject({ ...AccountFields, contactNumber: z.string().optional(), registeredAt: Instant }),
});

export const accountPasswordChanged = event({
  type: 'studynotion.account.password-changed.v1',
  producer: 'auth-service',
  data: z.strictObject({
    ...aggregateFields,
    email: EmailAddress,
    firstName: PersonName,
    changedAt: Instant,
    how: z.enum(['changed', 'reset']),
  }),
});

/** A secret for one person's eyes, sealed for notification-service (AES-256-GCM, see service-kit's `seal`). */
const Sealed = z.string().max(2000);

/** Published directly and awaited, not through an outbox: whoever asked waits for the answer. */
export const otpRequested = event({
  type: 'studynotion.mail.otp-requested.v1',
  producer: 'auth-service',
  timeToLiveSeconds: 300,
  data: z.strictObject({ email: EmailAddress, sealedCode: Sealed, expiresAt: Instant }),
});

export const passwordResetRequested = event({
  type: 'studynotion.mail.password-reset-requested.v1',
  producer: 'auth-service',
  timeToLiveSeconds: 3600,
  data: z.strictObject({ email: EmailAddress, firstName: PersonName, sealedToken: Sealed, expiresAt: Instant }),
});
