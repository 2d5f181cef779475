import { useEffect, useRef } from 'react';

/**
 * Gives the focus to the element with this `data-focus` once it is there: for when the control that had it is gone or
 * was moved.
 */
export function useFocusOn(): (mark: string) => void {
  const wanted = useRef<string>(undefined);
  useEffect(() => {
    if (wanted.current === undefined) return;
    const element = document.querySelector<HTMLElement>(`[data-focus="${CSS.escape(wanted.current)}"]`);
    if (element === null) return;
    wanted.current = undefined;
    element.focus();
  });
  return (mark) => {
    wanted.current = mark;
  };
}
