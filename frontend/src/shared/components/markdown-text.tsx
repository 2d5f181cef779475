import { lazy, Suspense } from 'react';
import { Loading, Skeleton } from './skeleton.tsx';

const Markdown = lazy(() => import('./markdown.tsx'));

export interface MarkdownTextProps {
  readonly text: string;
  /** Level of the text's first heading: one below the heading it stands under. */
  readonly firstHeading: 2 | 3;
}

/** Text that people wrote in Markdown. Its own HTML is shown as text, and only safe addresses become links. */
export function MarkdownText({ text, firstHeading }: MarkdownTextProps) {
  return (
    <Suspense
      fallback={
        <Loading className="grid gap-3">
          <Skeleton className="h-4" />
          <Skeleton className="h-4 w-11/12" />
          <Skeleton className="h-4 w-4/5" />
        </Loading>
      }
    >
      <Markdown text={text} firstHeading={firstHeading} />
    </Suspense>
  );
}
