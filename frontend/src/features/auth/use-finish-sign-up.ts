import { type ApiProblem, problemOf } from '../../shared/api/api-problem.ts';
import { openSession } from '../../shared/session/session-thunks.ts';
import { useAppDispatch } from '../../shared/store/hooks.ts';
import { noticeShown } from '../../shared/store/notice-slice.ts';
import { useLogInMutation, useSignUpMutation } from './auth-api.ts';
import type { SignUpDraft } from './sign-up-form.ts';

/** What came of it: a session, or at least an account to log in to, or a problem. */
export type SignUpOutcome =
  | { readonly done: 'session' }
  | { readonly done: 'account' }
  | { readonly done: 'nothing'; readonly problem: ApiProblem };

/** Makes the account with the code and logs in to it. */
export function useFinishSignUp({ confirmPassword: _, ...draft }: SignUpDraft) {
  const dispatch = useAppDispatch();
  const [signUp, signingUp] = useSignUpMutation();
  const [logIn, loggingIn] = useLogInMutation();

  async function finishSignUp(otp: string): Promise<SignUpOutcome> {
    const account = await signUp({ ...draft, otp });
    if (account.data === undefined) return { done: 'nothing', problem: problemOf(account.error) };
    const session = await logIn({ email: draft.email, password: draft.password });
    if (session.data === undefined) {
      dispatch(noticeShown({ tone: 'success', text: 'accountReadyLogIn' }));
      return { done: 'account' };
    }
    dispatch(noticeShown({ tone: 'success', text: 'accountReady' }));
    dispatch(openSession(session.data));
    return { done: 'session' };
  }

  return { finishSignUp, finishing: signingUp.isLoading || loggingIn.isLoading };
}
