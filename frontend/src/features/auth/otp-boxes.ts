export const BOX_COUNT = 6;

/** One digit or nothing per box. */
export type Boxes = readonly string[];

export interface BoxesChange {
  readonly boxes: Boxes;
  /** The box that gets the focus. */
  readonly focus: number;
}

export const emptyBoxes: Boxes = Array.from({ length: BOX_COUNT }, () => '');

/**
 * Puts what was typed or pasted at a box into the boxes. A whole code goes into all of them, wherever it was pasted;
 * other digits fill from that box on; what is no digit is left out.
 */
export function enterDigits(boxes: Boxes, index: number, text: string): BoxesChange {
  const digits = text.normalize('NFKC').replace(/[^0-9]/g, '');
  if (digits.length === 0) return { boxes, focus: index };
  const start = digits.length >= BOX_COUNT ? 0 : index;
  const entered = digits.slice(0, BOX_COUNT - start);
  return {
    boxes: boxes.map((digit, box) => entered[box - start] ?? digit),
    focus: Math.min(start + entered.length, BOX_COUNT - 1),
  };
}

/** What the input of a box holds after typing: its digit and the new one, in either order. */
export function typedInto(before: string, value: string): string {
  return value.length === 2 && before !== '' ? value.replace(before, '') : value;
}

/** Backspace empties a box, or the one before where it is empty already. */
export function eraseDigit(boxes: Boxes, index: number): BoxesChange {
  const target = boxes[index] === '' ? Math.max(0, index - 1) : index;
  return { boxes: boxes.map((digit, box) => (box === target ? '' : digit)), focus: target };
}

/** The box an arrow, Home or End leads to; `undefined` for other keys. */
export function boxByKey(index: number, key: string): number | undefined {
  if (key === 'ArrowLeft') return Math.max(0, index - 1);
  if (key === 'ArrowRight') return Math.min(BOX_COUNT - 1, index + 1);
  if (key === 'Home') return 0;
  if (key === 'End') return BOX_COUNT - 1;
  return undefined;
}
