import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { otpRequested, passwordResetRequested } from '@studynotion/contracts';
import { configure, unseal } from '@studynotion/service-kit';
import { startTestService, type TestAnswer, type TestService } from '@studynotion/service-kit/testing';
import type { Connection } from 'mongoose';
import { request } from 'undici';
import { authService } from '../src/app.ts';
import { Settings } from '../src/config.ts';
import { accountModel } from '../src/data/account-model.ts';
import { sessionModel } from '../src/data/session-model.ts';

export const PASSWORD = 'a fine long passphrase';
export const CLIENT = 'x-studynotion-client-address';

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const randomKey = () => randomBytes(32).toString('base64url');
const mailSealKey = randomKey();

export const secrets = {
  'access-token-key': privateKey,
  'refresh-token-key': randomKey(),
  'code-hash-key': randomKey(),
  'mail-seal-key': mailSealKey,
  'seed-accounts': '[]',
};

/** auth-service in a test, and what people do with it. */
export interface AuthTestService extends TestService {
  /** A client address that no other call has, so that limits of one test do not meet another's. */
  from(): Record<string, string>;
  /** Asks for a code and reads it in the mail; lets the pause before the next one go by. */
  codeFor(email: string): Promise<string>;
  register(email: string, more?: Record<string, unknown>): Promise<TestAnswer>;
  logIn(email: string, password?: string, headers?: Record<string, string>): Promise<Browser>;
  refresh(cookie: string): Promise<Browser>;
  /** Asks for a reset link and reads its token in the mail. */
  resetTokenFor(email: string): Promise<string>;
  revoked(): Promise<string[]>;
  /** The value of a metric without labels, or the sum over them. */
  metric(name: string): Promise<number>;
  /** All stored accounts with all fields, as text: to show that nothing changed. */
  storedAccounts(): Promise<string>;
  readonly documents: Connection;
}

/** What a browser has after an answer. */
export interface Browser {
  readonly answer: TestAnswer;
  readonly token: string;
  /** The header that sends the refresh token back. */
  readonly cookie: string;
}

export async function startAuthService(
  more: Partial<typeof secrets> = {},
  environment: Record<string, string> = {},
): Promise<AuthTestService> {
  const configuration = configure('auth-service', Settings, {
    PUBLIC_ORIGIN: 'https://studynotion.example',
    ...environment,
  });
  const service = await startTestService(authService, configuration, { secrets: { ...secrets, ...more } });
  let clients = 0;

  const auth: AuthTestService = Object.assign(Object.create(service) as TestService, {
    documents: service.database,

    from() {
      clients += 1;
      return { [CLIENT]: `198.51.100.${clients}` };
    },

    async codeFor(email: string) {
      const answer = await service.call('POST', '/auth/otp', { body: { email }, headers: auth.from() });
      if (answer.status !== 202) throw new Error(`asking for a code answered ${answer.status}`);
      service.clock.advance(61);
      const sealed = service.sidecar.publishedOf(otpRequested).findLast((mail) => mail.email === email)?.sealedCode;
      return unseal(sealed ?? '', mailSealKey, 'otp');
    },

    async register(email: string, fields: Record<string, unknown> = {}) {
      const otp = await auth.codeFor(email);
      return service.call('POST', '/auth/signup', { body: aSignUp({ email, otp, ...fields }), headers: auth.from() });
    },

    async logIn(email: string, password = PASSWORD, headers = auth.from()) {
      return toBrowser(await service.call('POST', '/auth/login', { body: { email, password }, headers }));
    },

    async refresh(cookie: string) {
      return toBrowser(await service.call('POST', '/auth/refresh', { headers: { cookie } }));
    },

    async resetTokenFor(email: string) {
      service.clock.advance(61);
      const answer = await service.call('POST', '/auth/password/forgot', { body: { email }, headers: auth.from() });
      if (answer.status !== 202) throw new Error(`asking for a link answered ${answer.status}`);
      await service.relay();
      const mails = service.sidecar.publishedOf(passwordResetRequested);
      const sealed = mails.findLast((mail) => mail.email === email)?.sealedToken;
      return unseal(sealed ?? '', mailSealKey, 'password-reset');
    },

    async revoked() {
      const { body } = await service.call('GET', '/internal/revocations', { callerApp: 'api-gateway' });
      return body.revocations.map(({ sessionId }: { sessionId: string }) => sessionId);
    },

    async metric(name: string) {
      const text = await (await request(`${service.operationsUrl}/metrics`)).body.text();
      const lines = text.split('\n').filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));
      return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
    },

    async storedAccounts() {
      const found = await accountModel(service.database).find().select('+passwordHash').sort({ _id: 1 }).lean();
      const sessions = await sessionModel(service.database).find().sort({ _id: 1 }).lean();
      return JSON.stringify([found, sessions]);
    },
  });
  return auth;
}

export function aSignUp(fields: Record<string, unknown> = {}): Record<string, unknown> {
  return { firstName: 'Asha', lastName: 'Rao', password: PASSWORD, accountType: 'student', ...fields };
}

function toBrowser(answer: TestAnswer): Browser {
  const cookie = String(answer.headers['set-cookie'] ?? '').split(';')[0] ?? '';
  return { answer, token: answer.body.accessToken, cookie };
}

/** The session of an access token. */
export function sessionOf(token: string): string {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).sid;
}
