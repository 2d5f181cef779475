import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApiProblem } from '../api/api-problem.ts';
import { Alert } from './alert.tsx';

/** A problem at a form or a button, in the words of its code. */
export function ProblemAlert({ problem, action }: { readonly problem?: ApiProblem; readonly action?: ReactNode }) {
  const { t } = useTranslation('problems');
  if (problem === undefined) return null;
  return (
    <Alert tone="danger" action={action}>
      <span className="text-text">{t(problem.code)}</span>
    </Alert>
  );
}
