import { generateKeyPairSync, randomBytes, randomInt } from 'node:crypto';
import type { SecretOrigin } from './definition.ts';

/** An account that is there from the first start on. */
export interface SeedAccount {
  readonly email: string;
  readonly password: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly role: 'administrator' | 'instructor' | 'student';
}

/** Whether a secret is an address, which follows from where things are and is not made. */
export function isAddress(origin: SecretOrigin): boolean {
  return 'installation' in origin && (origin.installation === 'mongodb-uri' || origin.installation === 'smtp-url');
}

/**
 * A new value for a secret, another one each time.
 * @throws TypeError for an address
 */
export function makeSecretValue(origin: SecretOrigin): string {
  if ('random' in origin) return randomText(origin.random);
  if ('rsa' in origin)
    return generateKeyPairSync('rsa', {
      modulusLength: origin.rsa,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    }).privateKey;
  if (origin.installation === 'seed-accounts') return JSON.stringify(seedAccounts());
  if (origin.installation === 'razorpay-key-id') return `rzp_test_${randomLetters(14)}`;
  if (origin.installation === 'cloudinary-api-key') return String(randomInt(1e14, 2e14));
  throw new TypeError(`${origin.installation} is an address, not a secret that is made`);
}

/** Random bytes as base64url, which needs no quoting in addresses and files. */
export function randomText(bytes: number): string {
  return randomBytes(bytes).toString('base64url');
}

/** Bytes in a token between an app and its sidecar, and in a password that only programs know. */
export const TOKEN_BYTES = 24;

/** The variables with which the stand-ins know secrets of services, and the names of these in the table. */
export const sandboxSecrets = {
  RAZORPAY_KEY_ID: 'razorpay-key-id',
  RAZORPAY_KEY_SECRET: 'razorpay-key-secret',
  RAZORPAY_WEBHOOK_SECRET: 'razorpay-webhook-secret',
  CLOUDINARY_API_KEY: 'cloudinary-api-key',
  CLOUDINARY_API_SECRET: 'cloudinary-api-secret',
} as const;

function seedAccounts(): SeedAccount[] {
  const account = (name: string, firstName: string, lastName: string, role: SeedAccount['role']): SeedAccount => ({
    email: `${name}@studynotion.example`,
    password: randomText(12),
    firstName,
    lastName,
    role,
  });
  return [
    account('admin', 'Platform', 'Administrator', 'administrator'),
    account('instructor', 'Course', 'Instructor', 'instructor'),
    account('student', 'Sample', 'Student', 'student'),
  ];
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

function randomLetters(count: number): string {
  return Array.from({ length: count }, () => LETTERS[randomInt(LETTERS.length)]).join('');
}
