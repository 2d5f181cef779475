import { signUp } from '@studynotion/contracts';
import { z } from 'zod';
import { schemaOf } from '../../shared/forms/schema-of.ts';

/** The first step of signing up: everything but the code. */
export const SignUpForm = schemaOf(signUp)
  .omit({ otp: true, contactNumber: true })
  .extend({ confirmPassword: z.string() })
  .refine(samePassword('password'), { path: ['confirmPassword'], message: 'must be the same password', when: always });

export type SignUpDraft = z.output<typeof SignUpForm>;

export const emptySignUpForm = {
  accountType: 'student',
  firstName: '',
  lastName: '',
  email: '',
  password: '',
  confirmPassword: '',
};

/** Two passwords that were set in the same form must be the same. */
export function samePassword<Name extends string>(name: Name) {
  return (form: Readonly<Record<Name | 'confirmPassword', string>>): boolean => form[name] === form.confirmPassword;
}

/** The comparison is of use while other fields are still wrong. */
function always(): boolean {
  return true;
}
