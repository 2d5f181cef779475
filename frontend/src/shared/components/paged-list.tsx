import { type ReactNode, type RefObject, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../api/api-problem.ts';
import { Button } from './button.tsx';
import { ProblemAlert } from './problem-alert.tsx';
import { ProblemState } from './problem-state.tsx';

/** What RTK Query's hooks for infinite queries give, as far as it is used here. */
export interface PagedQuery<Item> {
  readonly data?: { readonly pages: readonly { readonly items: readonly Item[] }[] };
  readonly error?: unknown;
  readonly isFetching: boolean;
  readonly isFetchingNextPage: boolean;
  readonly hasNextPage: boolean;
  readonly refetch: () => unknown;
  readonly fetchNextPage: () => unknown;
}

export interface PagedListProps<Item> {
  readonly query: PagedQuery<Item>;
  readonly skeleton: ReactNode;
  /** What stands there when there is nothing. */
  readonly empty: ReactNode;
  /** The list itself: one child per item in the element of `list`. */
  readonly children: (items: readonly Item[], list: RefObject<HTMLUListElement | null>) => ReactNode;
}

/** A list that comes page by page: loading, failed, empty, or there, with the next page on demand. */
export function PagedList<Item>({ query, skeleton, empty, children }: PagedListProps<Item>) {
  const { t } = useTranslation();
  const list = useRef<HTMLUListElement>(null);
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  const focusFirstNew = useFocusFirstNew(list, items.length);

  if (query.data === undefined && query.error !== undefined)
    return <ProblemState error={query.error} onRetry={query.refetch} retrying={query.isFetching} />;
  if (query.data === undefined) return skeleton;
  if (items.length === 0) return empty;

  function loadMore(): void {
    focusFirstNew();
    query.fetchNextPage();
  }

  return (
    <>
      {children(items, list)}
      {query.hasNextPage && (
        <div className="mt-10 grid justify-items-center gap-4">
          {query.error !== undefined && !query.isFetchingNextPage && <ProblemAlert problem={problemOf(query.error)} />}
          <Button look="secondary" busy={query.isFetchingNextPage} onClick={loadMore}>
            {t('loadMore')}
          </Button>
        </div>
      )}
    </>
  );
}

/** Gives the focus to the first item of the page that is loaded next, for the button that loads it may be gone then. */
function useFocusFirstNew(list: RefObject<HTMLElement | null>, count: number): () => void {
  const expectedAt = useRef<number>(undefined);
  useEffect(() => {
    const first = expectedAt.current;
    if (first === undefined || count <= first) return;
    expectedAt.current = undefined;
    list.current?.children[first]?.querySelector<HTMLElement>('a, button')?.focus();
  }, [count, list]);
  return () => {
    expectedAt.current = count;
  };
}
