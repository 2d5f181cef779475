import {
  type Account,
  changeAccount,
  changeMyProfile,
  getMyProfile,
  listAccounts,
  logIn,
  requestOtp,
  setMyPicture,
  signUp,
} from '@studynotion/contracts';
import { codeOf } from '../client/sandbox-controls.ts';
import { upload } from '../client/upload.ts';
import { SetupError } from '../setup-error.ts';
import { untilSuccess } from '../wait.ts';
import type { DemoClient } from './demo-client.ts';
import { portrait } from './pictures/draw.ts';
import type { DemoInstructor, DemoLearner } from './plan.ts';
import type { People, Scene } from './scene.ts';

const MAIL_SECONDS = 30;

/** Everybody of the plan: signed up, instructors approved and with a profile, and logged in. */
export async function providePeople(scene: Scene): Promise<People> {
  const { instructors, learners } = scene.plan;
  const clients = await Promise.all([
    ...instructors.map((instructor) => provideInstructor(scene, instructor)),
    ...learners.map((learner) => provideLearner(scene, learner)),
  ]);
  return new Map([...instructors, ...learners].map(({ email }, place) => [email, clients[place] as DemoClient]));
}

async function provideLearner(scene: Scene, learner: DemoLearner): Promise<DemoClient> {
  const client = scene.newClient();
  await provideAccount(scene, client, learner, 'student');
  return client;
}

async function provideInstructor(scene: Scene, instructor: DemoInstructor): Promise<DemoClient> {
  const client = scene.newClient();
  const { approved } = await provideAccount(scene, client, instructor, 'instructor');
  if (!approved) {
    await approve(scene, instructor.email);
    // The approval stands in the next access token.
    await openSession(scene, client, instructor.email);
  }
  await provideProfile(scene, client, instructor);
  return client;
}

async function provideAccount(
  scene: Scene,
  client: DemoClient,
  { firstName, lastName, email }: DemoLearner,
  accountType: 'student' | 'instructor',
): Promise<Account> {
  const present = await openSession(scene, client, email);
  if (present !== undefined) return present;

  const otp = await codeByMail(scene, client, email);
  const form = { firstName, lastName, email, password: scene.password, accountType, otp } as const;
  const signedUp = await client.attempt(signUp, 201, { body: form });
  if ('refusal' in signedUp)
    throw new SetupError(
      signedUp.code === 'account.email-taken'
        ? `${email} has an account with another password than this installation made: begin anew with "npm start -- --reset --seed demo".`
        : `${email} could not sign up: ${signedUp.refusal}`,
    );
  scene.changes.made('people');
  const account = await openSession(scene, client, email);
  if (account === undefined) throw new SetupError(`${email} could not log in after signing up`);
  return account;
}

/** Logs somebody in. @returns undefined where the address has no account, or one with another password */
async function openSession({ password }: Scene, client: DemoClient, email: string): Promise<Account | undefined> {
  const result = await client.attempt(logIn, 200, { body: { email, password } });
  if ('answer' in result) {
    client.accessToken = result.answer.accessToken;
    return result.answer.account;
  }
  if (result.code === 'login.failed') return undefined;
  throw new SetupError(`${email} could not log in: ${result.refusal}`);
}

async function codeByMail({ sandbox, signal }: Scene, client: DemoClient, email: string): Promise<string> {
  const before = new Set((await sandbox.mailsTo(email, 'code')).map(({ id }) => id));
  await client.call(requestOtp, 202, { body: { email } });
  return untilSuccess(
    async () => {
      const mail = (await sandbox.mailsTo(email, 'code')).find(({ id }) => !before.has(id));
      if (mail === undefined) throw new Error('the inbox has none');
      return codeOf(mail);
    },
    { what: `The code for ${email}`, seconds: MAIL_SECONDS, signal },
  );
}

async function approve({ administrator }: Scene, email: string): Promise<void> {
  const { items } = await administrator.call(listAccounts, 200, { query: { q: email } });
  const account = items.find((candidate) => candidate.email === email);
  if (account === undefined) throw new SetupError(`The administrator does not see the account of ${email}`);
  const { id, version } = account;
  await administrator.call(changeAccount, 200, { params: { accountId: id }, body: { version, approved: true } });
}

async function provideProfile(scene: Scene, client: DemoClient, instructor: DemoInstructor): Promise<void> {
  const profile = await client.call(getMyProfile, 200);
  if (profile.about === undefined) await client.call(changeMyProfile, 200, { body: { about: instructor.about } });
  if (profile.pictureUrl === undefined) {
    const picture = { kind: 'image', fileName: 'portrait.png', contentType: 'image/png' } as const;
    const mediaId = await upload(client, { ...picture, bytes: portrait(instructor.portrait) }, scene.signal);
    await client.call(setMyPicture, 200, { body: { mediaId } });
  }
}
