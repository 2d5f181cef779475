import { randomUUID } from 'node:crypto';
import {
  changeAccount,
  deleteMyAccount,
  eraseAccount,
  getErasureReceipt,
  listAccounts,
  listMails,
  type RouteDefinition,
  removeMyPicture,
  repeatMail,
  sendContactMessage,
  setMyPicture,
} from '@studynotion/contracts';
import { waitUntil } from '@studynotion/platform/testing';
import { ApiClient } from '../support/api-client.ts';
import { FREE_COURSE, newAddress, newLearner, openSession, orderCourse, PASSWORD } from '../support/people.ts';
import { seededAccount } from '../support/running-platform.ts';
import { sandbox } from '../support/sandbox.ts';
import { picture } from './media-inputs.ts';
import type { ValidInput } from './valid-inputs.ts';

/** Valid inputs of what administrators do with accounts and mails, and of what people do last. */
export const peopleInputs: readonly (readonly [RouteDefinition, () => Promise<ValidInput>])[] = [
  [
    listAccounts,
    async () => ({
      ...(await administrator()),
      query: { limit: '1', role: 'student', approval: 'not-needed', active: 'true', q: 'asha' },
    }),
  ],
  [
    changeAccount,
    async () => ({
      ...(await administrator()),
      params: { accountId: (await newLearner()).account.id },
      body: { version: 1, role: 'instructor', approved: true, active: true },
      changes: true,
    }),
  ],
  [
    eraseAccount,
    async () => ({
      params: { accountId: (await newLearner()).account.id },
      body: { password: PASSWORD, erasureId: randomUUID() },
      changes: true,
    }),
  ],
  [deleteMyAccount, async () => ({ ...(await learner()), body: { password: PASSWORD }, changes: true })],
  [getErasureReceipt, async () => ({ params: { erasureId: await newErasure() } })],
  [
    setMyPicture,
    async () => {
      const { client } = await newLearner();
      return { accessToken: client.accessToken, body: { mediaId: await picture(client) }, changes: true };
    },
  ],
  [removeMyPicture, learner],
  [
    sendContactMessage,
    async () => ({
      body: {
        firstName: 'Asha',
        lastName: 'Rao',
        email: newAddress(),
        phone: '+91 80 1234 5678',
        message: 'When does\nthe next course begin?',
      },
      changes: true,
    }),
  ],
  [listMails, async () => ({ ...(await administrator()), query: { limit: '1', state: 'sent', to: newAddress() } })],
  [repeatMail, async () => ({ ...(await administrator()), params: { mailId: await refusedMail() }, changes: true })],
];

async function administrator(): Promise<{ accessToken: string | undefined }> {
  const client = new ApiClient();
  await openSession(client, seededAccount('administrator'));
  return { accessToken: client.accessToken };
}

async function learner(): Promise<{ accessToken: string | undefined }> {
  const { client } = await newLearner();
  return { accessToken: client.accessToken };
}

async function newErasure(): Promise<string> {
  const { client } = await newLearner();
  return (await client.call(deleteMyAccount, 202, { body: { password: PASSWORD } })).id;
}

/** A mail that the mail server does not want. */
async function refusedMail(): Promise<string> {
  const person = await newLearner();
  const administration = new ApiClient();
  await openSession(administration, seededAccount('administrator'));
  await sandbox('PUT', '/mail/faults', { kind: '550', times: 1, recipient: person.email });
  await orderCourse(person, FREE_COURSE);
  let id: string | undefined;
  await waitUntil(
    `a refused mail to ${person.email}`,
    async () => {
      const query = { to: person.email, state: 'suppressed' };
      id = (await administration.call(listMails, 200, { query })).items[0]?.id;
      return id !== undefined;
    },
    30,
  );
  return id ?? '';
}
