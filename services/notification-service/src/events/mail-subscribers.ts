import {
  accountPasswordChanged,
  accountRegistered,
  otpRequested,
  passwordResetRequested,
} from '@studynotion/contracts';
import { type Clock, type Subscriber, subscriber, unseal } from '@studynotion/service-kit';
import { type SendNeeds, sendOnce } from '../domain/send-once.ts';
import type { MailRenderer } from '../templates/mail-renderer.ts';

export interface MailSubscriberNeeds extends SendNeeds {
  readonly renderer: MailRenderer;
  /** Where links lead. */
  readonly publicOrigin: string;
  /** Opens what auth-service sealed for us. */
  readonly sealKey: string;
}

/** One mail for each of these events. */
export function mailSubscribers(needs: MailSubscriberNeeds): readonly Subscriber[] {
  const { renderer, publicOrigin, sealKey, clock } = needs;
  return [
    subscriber(otpRequested, ({ email, sealedCode, expiresAt }, { eventId }) => {
      const expiry = new Date(expiresAt);
      return sendOnce(needs, { template: 'otp', eventId, to: email, expiresAt: expiry }, () =>
        renderer.render('otp', { code: unseal(sealedCode, sealKey, 'otp'), minutes: minutesUntil(clock, expiry) }),
      );
    }),

    subscriber(passwordResetRequested, ({ email, firstName, sealedToken, expiresAt }, { eventId }) => {
      const expiry = new Date(expiresAt);
      return sendOnce(needs, { template: 'password-reset', eventId, to: email, expiresAt: expiry }, () => {
        // After the #, so that the token reaches no server log and no referrer.
        const token = encodeURIComponent(unseal(sealedToken, sealKey, 'password-reset'));
        const link = `${publicOrigin}/reset-password#token=${token}`;
        return renderer.render('password-reset', { firstName, link, minutes: minutesUntil(clock, expiry) });
      });
    }),

    subscriber(accountRegistered, ({ email, firstName }, { eventId }) =>
      sendOnce(needs, { template: 'welcome', eventId, to: email }, () =>
        renderer.render('welcome', { firstName, link: `${publicOrigin}/courses` }),
      ),
    ),

    subscriber(accountPasswordChanged, ({ email, firstName, changedAt }, { eventId }) =>
      sendOnce(needs, { template: 'password-changed', eventId, to: email }, () =>
        renderer.render('password-changed', {
          firstName,
          changedAt: inWords(new Date(changedAt)),
          link: `${publicOrigin}/forgot-password`,
        }),
      ),
    ),
  ];
}

function minutesUntil(clock: Clock, expiresAt: Date): number {
  return Math.max(1, Math.round((expiresAt.getTime() - clock.now().getTime()) / 60_000));
}

const moment = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'long',
  timeStyle: 'short',
  hourCycle: 'h23',
  timeZone: 'UTC',
});

/** In UTC and saying so, for where the reader is nobody knows here. */
function inWords(date: Date): string {
  return `${moment.format(date)} UTC`;
}
