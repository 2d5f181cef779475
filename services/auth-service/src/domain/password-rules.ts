import { InputError } from '@studynotion/service-kit';
import { commonPasswords } from './common-passwords.ts';

/** Refuses a new password that guessers try first. Its length is the contract's matter. */
export function requireUncommon(password: string): void {
  if (commonPasswords.has(password.normalize('NFKC').toLowerCase())) throw new InputError('password.common');
}
