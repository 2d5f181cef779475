import { z } from 'zod';
import { accountErasedEvent } from '../account-erased.ts';
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
  isPersonal: true,
  data: z.strictObject({ ...AccountFields, contactNumber: z.string().optional(), registeredAt: Instant }),
});

/** Role, approval or whether an account is open changed; an administrator did it. */
export const accountChanged = event({
  type: 'studynotion.account.changed.v1',
  producer: 'auth-service',
  data: z.strictObject({ ...aggregateFields, role: Role, approved: z.boolean(), active: z.boolean() }),
});

/** An instructor may publish from now on. */
export const accountApproved = event({
  type: 'studynotion.account.approved.v1',
  producer: 'auth-service',
  data: z.strictObject(aggregateFields),
});

/** An instructor may not publish; nobody is asked to look at it again. */
export const accountDeclined = event({
  type: 'studynotion.account.declined.v1',
  producer: 'auth-service',
  data: z.strictObject(aggregateFields),
});

/** An account is gone for good. The last event that holds its address, for the last mail and the erasure of the mail log. */
export const accountDeleted = event({
  type: 'studynotion.account.deleted.v1',
  producer: 'auth-service',
  isPersonal: true,
  data: z.strictObject({
    ...aggregateFields,
    email: EmailAddress,
    firstName: PersonName,
    /** Of the receipt that user-profile-service keeps. */
    erasureId: z.string().max(60).optional(),
    deletedAt: Instant,
  }),
});

export const authAccountErased = accountErasedEvent('auth', 'auth-service');

export const accountPasswordChanged = event({
  type: 'studynotion.account.password-changed.v1',
  producer: 'auth-service',
  isPersonal: true,
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
  isPersonal: true,
  timeToLiveSeconds: 300,
  data: z.strictObject({ email: EmailAddress, sealedCode: Sealed, expiresAt: Instant }),
});

export const passwordResetRequested = event({
  type: 'studynotion.mail.password-reset-requested.v1',
  producer: 'auth-service',
  isPersonal: true,
  timeToLiveSeconds: 3600,
  data: z.strictObject({ email: EmailAddress, firstName: PersonName, sealedToken: Sealed, expiresAt: Instant }),
});
