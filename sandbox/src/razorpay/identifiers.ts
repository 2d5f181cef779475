import { createHash, randomInt } from 'node:crypto';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Razorpay's identifiers end in 14 characters. */
const LENGTH = 14;

/** Fourteen random letters and digits. */
export function newIdentifier(): string {
  return Array.from({ length: LENGTH }, () => alphabet[randomInt(alphabet.length)]).join('');
}

/** The account of a key: the same one after every restart. */
export function accountIdOf(keyId: string): string {
  const bytes = createHash('sha256').update(keyId).digest().subarray(0, LENGTH);
  return `acc_${[...bytes].map((byte) => alphabet[byte % alphabet.length]).join('')}`;
}
