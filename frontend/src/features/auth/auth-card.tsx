import type { ReactNode } from 'react';
import { PageHeading } from '../../shared/components/page-heading.tsx';

export interface AuthCardProps {
  readonly title: string;
  readonly lead: ReactNode;
  readonly children: ReactNode;
  /** Ways to the other pages of this kind. */
  readonly footer?: ReactNode;
}

/** The frame of the pages around an account: one card in the middle. */
export function AuthCard({ title, lead, children, footer }: AuthCardProps) {
  return (
    <div className="page-width grid place-items-center py-10 md:py-16">
      <div className="surface w-full max-w-lg animate-rise p-6 shadow-2xl shadow-black/40 sm:p-9">
        <PageHeading title={title} className="text-2xl font-bold tracking-tight sm:text-3xl" />
        <p className="mt-2 text-pretty">{lead}</p>
        <div className="mt-7">{children}</div>
        {footer !== undefined && <div className="mt-7 border-t border-line/70 pt-5 text-sm">{footer}</div>}
      </div>
    </div>
  );
}
