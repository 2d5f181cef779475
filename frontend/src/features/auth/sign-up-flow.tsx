import { useState } from 'react';
import { Outlet, useOutletContext } from 'react-router';
import type { ApiProblem } from '../../shared/api/api-problem.ts';
import type { SignUpDraft } from './sign-up-form.ts';

/** What the two pages of signing up share. It lives in memory only, for it holds the password. */
export interface SignUpFlow {
  readonly draft?: SignUpDraft;
  /** When another code may be asked for, in milliseconds of the clock. */
  readonly resendAllowedAt: number;
  /** A problem that the second page found and the first one has the field for. */
  readonly problem?: ApiProblem;
}

interface SignUpFlowContext {
  readonly flow: SignUpFlow;
  readonly changeFlow: (change: Partial<SignUpFlow>) => void;
}

/** The route around the pages of signing up; leaving them forgets the draft. */
export function Component() {
  const [flow, setFlow] = useState<SignUpFlow>({ resendAllowedAt: 0 });
  const context: SignUpFlowContext = {
    flow,
    changeFlow: (change) => setFlow((before) => ({ ...before, ...change })),
  };
  return <Outlet context={context} />;
}

export const useSignUpFlow = () => useOutletContext<SignUpFlowContext>();
