import {
  accountApproved,
  accountChanged,
  accountDeclined,
  accountDeleted,
  accountPasswordChanged,
  accountRegistered,
  authAccountErased,
  passwordResetRequested,
} from '@studynotion/contracts';
import { AccessTokenVerifier, defineService, type Kit, Outbox } from '@studynotion/service-kit';
import type { Settings } from './config.ts';
import { accountModel } from './data/account-model.ts';
import { Accounts } from './data/accounts.ts';
import { AdministratorGuard, guardModel } from './data/administrator-guard.ts';
import { Limits } from './data/limits.ts';
import { LogInAttempts } from './data/log-in-attempts.ts';
import { MailSlots } from './data/mail-slots.ts';
import { ResetTokens } from './data/reset-tokens.ts';
import { sessionModel } from './data/session-model.ts';
import { Sessions } from './data/sessions.ts';
import { SharedState } from './data/shared-state.ts';
import { SignUpCodes } from './data/sign-up-codes.ts';
import { AccessTokens } from './domain/access-tokens.ts';
import { endLeftSessions } from './domain/end-sessions.ts';
import { authMetrics } from './domain/metrics.ts';
import type { Needs } from './domain/needs.ts';
import { PasswordHasher } from './domain/password-hasher.ts';
import { RefreshTokens } from './domain/refresh-tokens.ts';
import { SecretHash } from './domain/secret-hash.ts';
import { parseSeedAccounts, seedAccounts } from './domain/seed-accounts.ts';
import { administrationHandlers } from './http/administration-handlers.ts';
import { internalHandlers } from './http/internal-handlers.ts';
import { passwordHandlers } from './http/password-handlers.ts';
import { RefreshCookie } from './http/refresh-cookie.ts';
import { sessionHandlers } from './http/session-handlers.ts';
import { signUpHandlers } from './http/sign-up-handlers.ts';

/** Accounts, sessions and codes. */
export const authService = defineService<Settings>((kit) => {
  const seeds = parseSeedAccounts(kit.secret('seed-accounts'));
  const outbox = new Outbox({
    ...kitParts(kit),
    model: accountModel(kit.database),
    events: [
      accountRegistered,
      accountChanged,
      accountApproved,
      accountDeclined,
      accountDeleted,
      authAccountErased,
      accountPasswordChanged,
      passwordResetRequested,
    ].map((event) => ({ event })),
  });
  const needs = wireNeeds(kit, outbox);
  const { PUBLIC_ORIGIN: publicOrigin } = kit.settings;
  const cookie = new RefreshCookie({ instance: kit.configuration.instance, publicOrigin });

  return {
    handlers: [
      ...signUpHandlers(needs),
      ...sessionHandlers(needs, cookie),
      ...passwordHandlers(needs),
      ...administrationHandlers(needs),
      ...internalHandlers(needs),
    ],
    outboxes: [outbox],
    jobs: [{ name: 'sessions of changed accounts', everySeconds: 5, run: () => endLeftSessions(needs) }],
    tokens: new AccessTokenVerifier({ loadKeys: async () => [needs.accessTokens.publicKey], clock: kit.clock }),
    prepare: () => seedAccounts(needs, seeds),
  };
});

function wireNeeds(kit: Kit<Settings>, outbox: { wake(): void }): Needs {
  const { clock, faultPoint, sidecar, database, settings } = kit;
  const metrics = authMetrics(kit.metrics.registry);
  const state = new SharedState(sidecar);
  const hash = new SecretHash(kit.secret('code-hash-key'));
  const accounts = new Accounts({ model: accountModel(database), outbox, clock, faultPoint });
  return {
    accounts,
    administratorGuard: new AdministratorGuard({ model: guardModel(database), accounts, clock }),
    sessions: new Sessions({ model: sessionModel(database), clock, ended: metrics.sessionsEnded }),
    codes: new SignUpCodes({ state, hash, clock, checks: metrics.codeChecks }),
    resetTokens: new ResetTokens({ state, hash, clock }),
    mailSlots: new MailSlots({ state, hash, clock }),
    attempts: new LogInAttempts({ state, hash, clock }),
    limits: new Limits({ sidecar, hash, clock }),
    hasher: new PasswordHasher({ seconds: metrics.passwordHashSeconds }),
    accessTokens: new AccessTokens(kit.secret('access-token-key'), clock),
    refreshTokens: new RefreshTokens(kit.secret('refresh-token-key')),
    metrics,
    sidecar,
    clock,
    faultPoint,
    mailSealKey: kit.secret('mail-seal-key'),
    refreshGraceSeconds: settings.REFRESH_GRACE_SECONDS,
  };
}

function kitParts({ sidecar, logger, metrics, clock, faultPoint }: Kit<Settings>) {
  return { sidecar, logger, metrics, clock, faultPoint };
}
