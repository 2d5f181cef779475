import { type ChangeEvent, type ClipboardEvent, type KeyboardEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { BOX_COUNT, type Boxes, type BoxesChange, boxByKey, enterDigits, eraseDigit, typedInto } from './otp-boxes.ts';

export interface OtpInputProps {
  readonly boxes: Boxes;
  readonly onChange: (boxes: Boxes) => void;
  /** Id of the message that says what is wrong with the code. */
  readonly errorId?: string;
}

/** Six boxes for the digits of a code. */
export function OtpInput({ boxes, onChange, errorId }: OtpInputProps) {
  const { t } = useTranslation('auth');
  const row = useRef<HTMLDivElement>(null);

  const focusBox = (index: number) => row.current?.querySelectorAll('input')[index]?.focus();

  function apply({ boxes: changed, focus }: BoxesChange): void {
    onChange(changed);
    focusBox(focus);
  }

  function onType(index: number, { target }: ChangeEvent<HTMLInputElement>): void {
    const before = boxes[index] ?? '';
    if (target.value === '') apply(eraseDigit(boxes, index));
    else apply(enterDigits(boxes, index, typedInto(before, target.value)));
  }

  function onKey(index: number, event: KeyboardEvent): void {
    const next = boxByKey(index, event.key);
    if (event.key !== 'Backspace' && next === undefined) return;
    event.preventDefault();
    if (next === undefined) apply(eraseDigit(boxes, index));
    else focusBox(next);
  }

  function onPaste(index: number, event: ClipboardEvent): void {
    event.preventDefault();
    apply(enterDigits(boxes, index, event.clipboardData.getData('text')));
  }

  return (
    <div ref={row} className="grid grid-cols-6 gap-2 sm:gap-3">
      {boxes.map((digit, index) => (
        <input
          // biome-ignore lint/suspicious/noArrayIndexKey: a box is its place
          key={index}
          aria-label={t('verify.digit', { number: index + 1, count: BOX_COUNT })}
          aria-invalid={errorId === undefined ? undefined : true}
          aria-describedby={errorId}
          autoComplete={index === 0 ? 'one-time-code' : 'off'}
          inputMode="numeric"
          value={digit}
          onChange={(event) => onType(index, event)}
          onKeyDown={(event) => onKey(index, event)}
          onPaste={(event) => onPaste(index, event)}
          onFocus={({ target }) => target.select()}
          className="h-14 w-full min-w-0 rounded-xl border border-line bg-ground/60 text-center text-2xl font-semibold text-text tabular-nums hover:border-muted focus:border-accent aria-invalid:border-danger sm:h-16"
        />
      ))}
    </div>
  );
}
