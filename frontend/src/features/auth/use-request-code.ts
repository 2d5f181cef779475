import { type ApiProblem, problemOf } from '../../shared/api/api-problem.ts';
import { useRequestOtpMutation } from './auth-api.ts';

export type CodeRequest = { readonly retryAfterSeconds: number } | { readonly problem: ApiProblem };

/** Asks for a code. Where one was sent a moment ago, that one is good: it is no problem, only a pause. */
export function useRequestCode() {
  const [send, { isLoading }] = useRequestOtpMutation();
  async function requestCode(email: string): Promise<CodeRequest> {
    const { data, error } = await send({ email });
    if (data !== undefined) return data;
    const problem = problemOf(error);
    if (problem.code !== 'otp.too-soon') return { problem };
    return { retryAfterSeconds: problem.retryAfterSeconds ?? 60 };
  }
  return { requestCode, requesting: isLoading };
}
