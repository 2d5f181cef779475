import { describe, expect, test } from '@jest/globals';
import { type Boxes, boxByKey, emptyBoxes, enterDigits, eraseDigit, typedInto } from './otp-boxes.ts';

const boxes = (text: string): Boxes => [...text].map((letter) => (letter === '_' ? '' : letter));

describe('the boxes of a code', () => {
  test('take one digit each and move on', () => {
    expect(enterDigits(emptyBoxes, 0, '4')).toEqual({ boxes: boxes('4_____'), focus: 1 });
    expect(enterDigits(boxes('4_____'), 1, '2')).toEqual({ boxes: boxes('42____'), focus: 2 });
  });

  test('stay at the last one', () => {
    expect(enterDigits(boxes('12345_'), 5, '6')).toEqual({ boxes: boxes('123456'), focus: 5 });
  });

  test.each([0, 3, 5])('take a whole code that is pasted at box %i', (index) => {
    expect(enterDigits(boxes('9_____'), index, '123456')).toEqual({ boxes: boxes('123456'), focus: 5 });
  });

  test.each([' 123 456 ', '123-456', 'Your code is 123456.', '１２３４５６', '1234567'])(
    'read the code in %j',
    (text) => {
      expect(enterDigits(emptyBoxes, 0, text).boxes).toEqual(boxes('123456'));
    },
  );

  test('fill from the box where a part is pasted', () => {
    expect(enterDigits(boxes('12____'), 2, '345')).toEqual({ boxes: boxes('12345_'), focus: 5 });
    expect(enterDigits(boxes('1234__'), 4, '567')).toEqual({ boxes: boxes('123456'), focus: 5 });
  });

  test('refuse what is no digit', () => {
    expect(enterDigits(boxes('1_____'), 1, 'a')).toEqual({ boxes: boxes('1_____'), focus: 1 });
  });

  test('replace the digit of a full box, typed before or behind it', () => {
    expect(typedInto('1', '12')).toBe('2');
    expect(typedInto('1', '21')).toBe('2');
    expect(typedInto('1', '11')).toBe('1');
    expect(typedInto('', '123456')).toBe('123456');
  });

  test('are emptied by backspace, one after the other to the left', () => {
    expect(eraseDigit(boxes('12____'), 1)).toEqual({ boxes: boxes('1_____'), focus: 1 });
    expect(eraseDigit(boxes('1_____'), 1)).toEqual({ boxes: boxes('______'), focus: 0 });
    expect(eraseDigit(emptyBoxes, 0)).toEqual({ boxes: emptyBoxes, focus: 0 });
  });

  test('are reached by arrows, Home and End', () => {
    expect(boxByKey(0, 'ArrowLeft')).toBe(0);
    expect(boxByKey(2, 'ArrowRight')).toBe(3);
    expect(boxByKey(5, 'ArrowRight')).toBe(5);
    expect(boxByKey(3, 'Home')).toBe(0);
    expect(boxByKey(3, 'End')).toBe(5);
    expect(boxByKey(3, 'x')).toBeUndefined();
  });
});
