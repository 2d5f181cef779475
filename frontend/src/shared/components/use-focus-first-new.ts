import { type RefObject, useEffect, useRef } from 'react';

/**
 * After "load more" the focus goes to the first new item, for the button may be gone.
 * `expect` is called before loading; `list` holds one child per item.
 */
export function useFocusFirstNew(list: RefObject<HTMLElement | null>, count: number): { readonly expect: () => void } {
  const expectedAt = useRef<number>(undefined);
  useEffect(() => {
    const first = expectedAt.current;
    if (first === undefined || count <= first) return;
    expectedAt.current = undefined;
    list.current?.children[first]?.querySelector<HTMLElement>('a, button')?.focus();
  }, [count, list]);
  return {
    expect: () => {
      expectedAt.current = count;
    },
  };
}
