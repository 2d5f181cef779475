import type { Clock, FaultPoint, Sidecar } from '@studynotion/service-kit';
import type { Accounts } from '../data/accounts.ts';
import type { AdministratorGuard } from '../data/administrator-guard.ts';
import type { Limits } from '../data/limits.ts';
import type { LogInAttempts } from '../data/log-in-attempts.ts';
import type { MailSlots } from '../data/mail-slots.ts';
import type { ResetTokens } from '../data/reset-tokens.ts';
import type { Sessions } from '../data/sessions.ts';
import type { SignUpCodes } from '../data/sign-up-codes.ts';
import type { AccessTokens } from './access-tokens.ts';
import type { AuthMetrics } from './metrics.ts';
import type { PasswordHasher } from './password-hasher.ts';
import type { RefreshTokens } from './refresh-tokens.ts';

/** Everything the use cases stand on; each takes the part it needs. */
export interface Needs {
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly administratorGuard: AdministratorGuard;
  readonly codes: SignUpCodes;
  readonly resetTokens: ResetTokens;
  readonly mailSlots: MailSlots;
  readonly attempts: LogInAttempts;
  readonly limits: Limits;
  readonly hasher: PasswordHasher;
  readonly accessTokens: AccessTokens;
  readonly refreshTokens: RefreshTokens;
  readonly metrics: AuthMetrics;
  readonly sidecar: Sidecar;
  readonly clock: Clock;
  readonly faultPoint: FaultPoint;
  /** Seals codes and reset tokens for notification-service. */
  readonly mailSealKey: string;
  /** How long a replaced refresh token still yields its successor. */
  readonly refreshGraceSeconds: number;
}
