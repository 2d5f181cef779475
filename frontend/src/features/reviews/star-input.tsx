import { type ChangeEvent, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../shared/components/icon.tsx';

export interface StarInputProps {
  readonly name: string;
  /** `''` while none is chosen. */
  readonly value: string;
  readonly error?: string;
  readonly onChange: (event: ChangeEvent<HTMLInputElement>) => void;
}

/** One to five stars: radio buttons that look like stars, the chosen one and all before it lit. */
export function StarInput({ name, value, error, onChange }: StarInputProps) {
  const { t } = useTranslation('reviews');
  const errorId = useId();
  return (
    <fieldset aria-describedby={error === undefined ? undefined : errorId} className="grid justify-items-start gap-1.5">
      <legend className="text-sm font-medium text-text">{t('form.rating')}</legend>
      <div className="flex">
        {[1, 2, 3, 4, 5].map((number) => (
          <label
            key={number}
            className={`cursor-pointer rounded-lg p-1.5 has-focus-visible:outline-2 has-focus-visible:outline-accent ${number <= Number(value) ? 'text-accent' : 'text-muted hover:text-text'}`}
          >
            <input
              type="radio"
              name={name}
              value={number}
              checked={value === `${number}`}
              aria-invalid={error === undefined ? undefined : true}
              onChange={onChange}
              className="sr-only"
            />
            <span className="sr-only">{t('stars', { count: number })}</span>
            <Icon name="star" className={`size-8 ${number <= Number(value) ? '[&_path]:fill-accent' : ''}`} />
          </label>
        ))}
      </div>
      {error !== undefined && (
        <p id={errorId} className="flex items-start gap-1.5 text-sm text-danger-soft">
          <Icon name="alert" className="mt-0.5 size-4" />
          {error}
        </p>
      )}
    </fieldset>
  );
}
