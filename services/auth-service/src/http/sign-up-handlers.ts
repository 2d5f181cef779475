import { requestOtp as requestOtpRoute, signUp as signUpRoute } from '@studynotion/contracts';
import { accepted, created, type Handler, handler } from '@studynotion/service-kit';
import { toAccountAnswer } from '../domain/account.ts';
import type { Needs } from '../domain/needs.ts';
import { requestOtp } from '../domain/request-otp.ts';
import { signUp } from '../domain/sign-up.ts';

export function signUpHandlers(needs: Needs): readonly Handler[] {
  return [
    handler(requestOtpRoute, async ({ body, clientAddress }) =>
      accepted({ retryAfterSeconds: await requestOtp(needs, body.email, clientAddress) }),
    ),
    handler(signUpRoute, async ({ body, clientAddress }) =>
      created(toAccountAnswer(await signUp(needs, body, clientAddress))),
    ),
  ];
}
