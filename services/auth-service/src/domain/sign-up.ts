import type { BodyOf, signUp as signUpRoute } from '@studynotion/contracts';
import { ConflictError, InputError } from '@studynotion/service-kit';
import type { Account } from './account.ts';
import type { Needs } from './needs.ts';
import { requireUncommon } from './password-rules.ts';

type SignUpNeeds = Pick<Needs, 'limits' | 'codes' | 'hasher' | 'accounts' | 'faultPoint'>;

/**
 * Makes an account for whoever read the code from the mail. The code is used up last before the account is written: an
 * overloaded moment costs no code, and after a crash in between its owner asks for a new one.
 */
export async function signUp(
  { limits, codes, hasher, accounts, faultPoint }: SignUpNeeds,
  { otp, password, accountType, ...person }: BodyOf<typeof signUpRoute>,
  clientAddress: string,
): Promise<Account> {
  await limits.count('sign-up', clientAddress);
  requireUncommon(password);
  if (!(await codes.check(person.email, otp))) throw new InputError('otp.invalid');
  const passwordHash = await hasher.hash(password);
  if (!(await codes.consume(person.email, otp))) throw new InputError('otp.invalid');
  faultPoint('otp-consumed');

  const approved = accountType !== 'instructor';
  const account = await accounts.register({ ...person, passwordHash, role: accountType, approved });
  if (account === undefined) throw new ConflictError('account.email-taken');
  return account;
}
