import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../shared/components/button.tsx';
import { controlClass } from '../../shared/components/field-frame.tsx';
import { Icon } from '../../shared/components/icon.tsx';
import { IconButton } from '../../shared/components/icon-button.tsx';

export interface LinesFieldProps {
  readonly label: string;
  readonly add: string;
  readonly optional?: boolean;
  readonly error?: string;
  readonly maxLength: number;
  readonly maxLines: number;
  /** One line each. */
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Several short texts, each in a line of its own. */
export function LinesField({ label, add, optional, error, maxLength, maxLines, value, onChange }: LinesFieldProps) {
  const { t } = useTranslation(['authoring', 'common']);
  const id = useId();
  const box = useRef<HTMLFieldSetElement>(null);
  const [focusAt, setFocusAt] = useState<number>();
  const lines = value.split('\n');
  useEffect(() => {
    if (focusAt === undefined) return;
    box.current?.querySelectorAll('input')[focusAt]?.focus();
    setFocusAt(undefined);
  }, [focusAt]);

  function change(changed: readonly string[], focus?: number): void {
    onChange(changed.join('\n'));
    setFocusAt(focus);
  }
  function addLine(after: number): void {
    if (lines.length < maxLines) change(lines.toSpliced(after + 1, 0, ''), after + 1);
  }

  return (
    <fieldset ref={box} className="grid min-w-0 content-start gap-2" aria-describedby={error && `${id}-error`}>
      <legend className="mb-1.5 flex w-full items-baseline justify-between gap-2 text-sm font-medium text-text">
        {label}
        {optional && (
          <span aria-hidden="true" className="text-xs font-normal text-muted">
            {t('common:form.optional')}
          </span>
        )}
      </legend>
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is nothing but its place
        <div key={index} className="flex items-center gap-1">
          <input
            type="text"
            aria-label={t('information.item', { field: label, number: index + 1 })}
            value={line}
            maxLength={maxLength}
            onChange={({ target }) => change(lines.with(index, target.value))}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
              event.preventDefault();
              addLine(index);
            }}
            className={controlClass}
          />
          {lines.length > 1 && (
            <IconButton
              icon="close"
              label={t('information.removeItem', { number: index + 1, text: line })}
              onClick={() => change(lines.toSpliced(index, 1), Math.max(0, index - 1))}
            />
          )}
        </div>
      ))}
      {error !== undefined && (
        <p id={`${id}-error`} className="text-sm text-danger-soft">
          {error}
        </p>
      )}
      {lines.length < maxLines && (
        <Button look="quiet" className="justify-self-start px-3" onClick={() => addLine(lines.length - 1)}>
          <Icon name="plus" className="size-4" />
          {add}
        </Button>
      )}
    </fieldset>
  );
}
