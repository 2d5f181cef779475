import { z } from 'zod';
import { ContactNumber, EmailAddress, Id, PersonName, Role, Version } from '../primitives.ts';

/** An account as its owner sees it. */
export const Account = z
  .strictObject({
    id: Id,
    email: EmailAddress,
    firstName: PersonName,
    lastName: PersonName,
    role: Role,
    /** Instructors publish only after approval; true for everybody else. */
    approved: z.boolean(),
  })
  .meta({ id: 'Account' });
export type Account = z.infer<typeof Account>;

/** An account as other services see it, in a certain state. */
export const AccountState = Account.extend({
  version: Version,
  /** As given at sign-up, so that whoever asks before the event arrives knows no less than it says. */
  contactNumber: ContactNumber.optional(),
}).meta({ id: 'AccountState' });
export type AccountState = z.infer<typeof AccountState>;

/** Claims of an access token (RS256). `sub` is the account, `sid` the session. */
export const AccessTokenClaims = z.object({
  iss: z.literal('studynotion'),
  aud: z.literal('studynotion'),
  sub: Id,
  sid: Id,
  role: Role,
  approved: z.boolean(),
  iat: z.int(),
  exp: z.int(),
});
export type AccessTokenClaims = z.infer<typeof AccessTokenClaims>;
