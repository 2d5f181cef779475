import {
  changePassword as changePasswordRoute,
  forgotPassword as forgotPasswordRoute,
  resetPassword as resetPasswordRoute,
} from '@studynotion/contracts';
import { accepted, type Handler, handler, noContent } from '@studynotion/service-kit';
import { changePassword } from '../domain/change-password.ts';
import { forgotPassword } from '../domain/forgot-password.ts';
import type { Needs } from '../domain/needs.ts';
import { resetPassword } from '../domain/reset-password.ts';

export function passwordHandlers(needs: Needs): readonly Handler[] {
  return [
    handler(forgotPasswordRoute, async ({ body, clientAddress }) =>
      accepted({ retryAfterSeconds: await forgotPassword(needs, body.email, clientAddress) }),
    ),
    handler(resetPasswordRoute, async ({ body, clientAddress }) => {
      await resetPassword(needs, body, clientAddress);
      return noContent();
    }),
    handler(changePasswordRoute, async ({ caller, body }) => {
      await changePassword(needs, caller, body);
      return noContent();
    }),
  ];
}
