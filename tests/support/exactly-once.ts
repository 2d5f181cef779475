import { expect } from '@jest/globals';
import { waitUntil } from '@studynotion/platform/testing';
import type { Databases } from './databases.ts';
import { mailsTo } from './sandbox.ts';

/** Somebody who signed up, and how many courses must be theirs. */
export interface Expected {
  readonly email: string;
  readonly courses: number;
}

/** One account, one profile, one welcome mail, one enrolment for each course; counted in the databases and outside. */
export async function expectExactlyOne({ find, count }: Databases, { email, courses }: Expected): Promise<void> {
  const accounts = await find<{ readonly _id: string }>('auth-service', 'accounts', { email });
  const accountId = accounts[0]?._id;
  const granted = await find<{ readonly courseId: string }>('payment-service', 'enrollments', { accountId });
  expect({
    email,
    accounts: accounts.length,
    profiles: await count('user-profile-service', 'profiles', { email }),
    welcomeMails: (await mailsTo(email, 'Welcome')).length,
    welcomeMailsInLog: await count('notification-service', 'mails', { to: email, template: 'welcome' }),
    courses: new Set(granted.map(({ courseId }) => courseId)).size,
    enrolments: granted.length,
    enrolmentsForLearning: await count('course-service', 'enrollments', { accountId }),
  }).toEqual({
    email,
    accounts: 1,
    profiles: 1,
    welcomeMails: 1,
    welcomeMailsInLog: 1,
    courses,
    enrolments: courses,
    enrolmentsForLearning: courses,
  });
}

interface Addressed {
  readonly email: string;
}

export async function untilProfiled({ count }: Databases, { email }: Addressed): Promise<void> {
  const hasProfile = async () => (await count('user-profile-service', 'profiles', { email })) > 0;
  await waitUntil(`profile of ${email}`, hasProfile, 45);
}

/** Waits until everything came about that follows a sign-up. */
export async function untilWelcomed(databases: Databases, person: Addressed): Promise<void> {
  await untilProfiled(databases, person);
  const hasMail = async () => (await mailsTo(person.email, 'Welcome')).length > 0;
  await waitUntil(`welcome of ${person.email}`, hasMail, 45);
}

/** The entry of somebody's welcome mail in the mail log. */
export async function welcomeMailOf({ find }: Databases, { email }: Addressed) {
  const entries = await find<{ readonly state: string; readonly attempts: number; readonly contentBegunAt?: Date }>(
    'notification-service',
    'mails',
    { to: email, template: 'welcome' },
  );
  return entries[0];
}
