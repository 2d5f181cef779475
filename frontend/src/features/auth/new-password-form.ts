import { changePassword, resetPassword } from '@studynotion/contracts';
import { z } from 'zod';
import { schemaOf } from '../../shared/forms/schema-of.ts';
import { samePassword } from './sign-up-form.ts';

const differs = { path: ['confirmPassword'], message: 'must be the same password', when: () => true };

export const ResetPasswordForm = schemaOf(resetPassword)
  .pick({ password: true })
  .extend({ confirmPassword: z.string() })
  .refine(samePassword('password'), differs);

export const ChangePasswordForm = schemaOf(changePassword)
  .extend({ confirmPassword: z.string() })
  .refine(samePassword('newPassword'), differs);
