import { createContext, use } from 'react';
import type { OutlineOrder } from './authoring-api.ts';
import type { LecturePlace } from './outline-order.ts';

/** Moving things about in an outline, and telling so. */
export interface OutlineMoves {
  /** As it is shown, which is how it will be stored. */
  readonly order: OutlineOrder;
  /** `mark` is the `data-focus` of the control that goes on having the focus. */
  readonly moveSection: (sectionId: string, index: number, mark?: string) => void;
  readonly moveLecture: (lectureId: string, place: LecturePlace, mark?: string) => void;
  readonly focusOn: (mark: string) => void;
}

export const OutlineMovesContext = createContext<OutlineMoves | undefined>(undefined);

export function useOutlineMoves(): OutlineMoves {
  const moves = use(OutlineMovesContext);
  if (moves === undefined) throw new TypeError('There is no outline here');
  return moves;
}
