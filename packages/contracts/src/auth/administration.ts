import { z } from 'zod';
import { EmailAddress, freeText, Id, Instant, PersonName, page, pageQuery, Role, Version } from '../primitives.ts';
import { routesOf } from '../route.ts';

const route = routesOf('auth-service');

/** Whether an instructor may publish; everybody else needs no approval. */
export const Approval = z.enum(['not-needed', 'pending', 'approved', 'declined']);

/** An account as an administrator sees it. */
export const AdministeredAccount = z
  .strictObject({
    id: Id,
    email: EmailAddress,
    firstName: PersonName,
    lastName: PersonName,
    role: Role,
    approval: Approval,
    active: z.boolean(),
    registeredAt: Instant,
    version: Version,
  })
  .meta({ id: 'AdministeredAccount' });
export type AdministeredAccount = z.infer<typeof AdministeredAccount>;

export const listAccounts = route({
  method: 'GET',
  path: '/auth/users',
  summary: 'Accounts, newest first; `q` is the beginning of an e-mail address or of a name',
  access: { role: 'administrator' },
  query: z.strictObject({
    ...pageQuery,
    role: Role.optional(),
    approval: Approval.optional(),
    active: z.enum(['true', 'false']).optional(),
    q: freeText(100).optional(),
  }),
  answers: { 200: page(AdministeredAccount) },
  problems: [],
});

export const changeAccount = route({
  method: 'PATCH',
  path: '/auth/users/:accountId',
  summary: 'Approve or decline an instructor, change a role, close or open an account; never the last administrator',
  access: { role: 'administrator' },
  params: z.strictObject({ accountId: Id }),
  body: z.strictObject({
    version: Version,
    approved: z.boolean().optional(),
    active: z.boolean().optional(),
    role: Role.optional(),
  }),
  answers: { 200: AdministeredAccount },
  problems: ['account.not-found', 'account.last-administrator', 'account.approval-not-needed', 'version.stale'],
});

/** The password is checked here, for only here it can be; afterwards the account is gone for good. */
export const eraseAccount = route({
  method: 'POST',
  path: '/accounts/:accountId/erase',
  summary: 'Delete an account for its owner',
  access: { callers: ['user-profile-service'] },
  params: z.strictObject({ accountId: Id }),
  body: z.strictObject({
    password: z.string().min(1).max(128),
    /** Of the receipt, for the last mail. */
    erasureId: z.string().min(1).max(60),
  }),
  answers: { 204: z.undefined() },
  problems: ['account.not-found', 'password.wrong', 'account.last-administrator', 'rate.limited'],
});
