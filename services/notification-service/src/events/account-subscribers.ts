import {
  accountApproved,
  accountDeclined,
  accountDeleted,
  accountPasswordChanged,
  accountRegistered,
  otpRequested,
  passwordResetRequested,
} from '@studynotion/contracts';
import { type Clock, type Subscriber, subscriber, unseal } from '@studynotion/service-kit';
import { type ForgetNeeds, forgetAccount } from '../domain/forget-account.ts';
import { sendOnce } from '../domain/send-once.ts';
import { type SendToAccountNeeds, sendToAccount } from '../domain/send-to-account.ts';
import { inWords } from './in-words.ts';

export interface AccountSubscriberNeeds extends SendToAccountNeeds, ForgetNeeds {
  /** Where links lead. */
  readonly publicOrigin: string;
  /** Opens what auth-service sealed for us. */
  readonly sealKey: string;
}

/** What happens to an account, from its sign-up code to its deletion. */
export function accountSubscribers(needs: AccountSubscriberNeeds): readonly Subscriber[] {
  const { publicOrigin, sealKey, clock } = needs;
  return [
    subscriber(otpRequested, ({ email, sealedCode, expiresAt: expiry }, { eventId }) => {
      const expiresAt = new Date(expiry);
      const values = { code: unseal(sealedCode, sealKey, 'otp'), minutes: minutesUntil(clock, expiresAt) };
      return sendOnce(needs, { template: 'otp', subjectId: eventId, to: email, expiresAt, values });
    }),

    subscriber(passwordResetRequested, ({ email, firstName, sealedToken, expiresAt: expiry }, { eventId }) => {
      const expiresAt = new Date(expiry);
      // After the #, so that the token reaches no server log and no referrer.
      const token = encodeURIComponent(unseal(sealedToken, sealKey, 'password-reset'));
      const link = `${publicOrigin}/reset-password#token=${token}`;
      const values = { firstName, link, minutes: minutesUntil(clock, expiresAt) };
      return sendOnce(needs, { template: 'password-reset', subjectId: eventId, to: email, expiresAt, values });
    }),

    subscriber(accountRegistered, ({ aggregateId: accountId, email, firstName }, { eventId }) => {
      const values = { firstName, link: `${publicOrigin}/courses` };
      return sendOnce(needs, { template: 'welcome', subjectId: eventId, to: email, accountId, values });
    }),

    subscriber(accountPasswordChanged, ({ aggregateId: accountId, email, firstName, changedAt }, { eventId }) => {
      const link = `${publicOrigin}/forgot-password`;
      const values = { firstName, changedAt: inWords(new Date(changedAt)), link };
      return sendOnce(needs, { template: 'password-changed', subjectId: eventId, to: email, accountId, values });
    }),

    subscriber(accountApproved, ({ aggregateId: accountId }, { eventId }) =>
      sendToAccount(needs, { template: 'instructor-approved', subjectId: eventId, accountId }, ({ firstName }) => ({
        firstName,
        link: `${publicOrigin}/dashboard/teaching`,
      })),
    ),

    subscriber(accountDeclined, ({ aggregateId: accountId }, { eventId }) =>
      sendToAccount(needs, { template: 'instructor-declined', subjectId: eventId, accountId }, ({ firstName }) => ({
        firstName,
        link: `${publicOrigin}/contact`,
      })),
    ),

    subscriber(accountDeleted, ({ aggregateId: accountId, email, firstName, erasureId, deletedAt }) => {
      const link = erasureId === undefined ? undefined : `${publicOrigin}/erasures/${erasureId}`;
      const time = new Date(deletedAt);
      return forgetAccount(needs, { accountId, email, firstName, deletedAt: time, link }, inWords(time));
    }),
  ];
}

function minutesUntil(clock: Clock, expiresAt: Date): number {
  return Math.max(1, Math.round((expiresAt.getTime() - clock.now().getTime()) / 60_000));
}
