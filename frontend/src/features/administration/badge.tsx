import type { ReactNode } from 'react';

export type BadgeTone = 'good' | 'waiting' | 'bad' | 'plain';

const tones: Readonly<Record<BadgeTone, string>> = {
  good: 'bg-success/15 text-success',
  waiting: 'bg-accent/15 text-accent',
  bad: 'bg-danger/15 text-danger-soft',
  plain: 'bg-raised text-soft',
};

/** The state of something in a word. */
export function Badge({ tone, children }: { readonly tone: BadgeTone; readonly children: ReactNode }) {
  return (
    <span className={`rounded-full px-3 py-1 text-sm font-semibold whitespace-nowrap ${tones[tone]}`}>{children}</span>
  );
}
