import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { controlClass, describedBy, FieldFrame } from '../../shared/components/field-frame.tsx';
import { Icon } from '../../shared/components/icon.tsx';
import { linesOf } from './information.ts';

export interface TagsFieldProps {
  readonly label: string;
  readonly hint: string;
  readonly error?: string;
  readonly maxLength: number;
  readonly maxTags: number;
  /** One tag a line. */
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Words as chips: Enter or a comma makes one of what is typed, so does leaving the field. */
export function TagsField({ label, hint, error, maxLength, maxTags, value, onChange }: TagsFieldProps) {
  const { t } = useTranslation('authoring');
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  const tags = linesOf(value);

  function take(text: string): void {
    const added = linesOf(text.replaceAll(',', '\n'));
    setTyped('');
    onChange([...new Set([...tags, ...added])].slice(0, maxTags).join('\n'));
  }
  function remove(tag: string): void {
    onChange(tags.filter((other) => other !== tag).join('\n'));
    input.current?.focus();
  }

  return (
    <FieldFrame id={id} label={label} optional hint={hint} error={error}>
      {tags.length > 0 && (
        // biome-ignore lint/a11y/noRedundantRoles: Safari takes the list for none where no bullets are shown
        <ul role="list" aria-label={label} className="flex flex-wrap gap-2">
          {tags.map((tag) => (
            <li key={tag} className="flex items-center gap-1 rounded-full bg-raised py-1 pr-1 pl-3 text-sm text-text">
              <span className="wrap-anywhere">{tag}</span>
              <button
                type="button"
                aria-label={t('information.removeTag', { tag })}
                onClick={() => remove(tag)}
                className="grid size-7 place-items-center rounded-full hover:bg-line"
              >
                <Icon name="close" className="size-3.5" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <input
        ref={input}
        type="text"
        {...describedBy(id, { hint, error })}
        value={typed}
        maxLength={maxLength}
        onChange={({ target }) => (target.value.includes(',') ? take(target.value) : setTyped(target.value))}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
          event.preventDefault();
          take(typed);
        }}
        onBlur={() => typed.trim() !== '' && take(typed)}
        className={controlClass}
      />
    </FieldFrame>
  );
}
