import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../shared/components/icon.tsx';

export interface SearchFieldProps {
  /** @default '' */
  readonly initial?: string;
  /** Gets what to search for; `undefined` where the field is empty. */
  readonly onSearch: (text: string | undefined) => void;
  /** @default false */
  readonly hideLabel?: boolean;
  readonly className?: string;
}

/** A field to search courses with. */
export function SearchField({ initial = '', onSearch, hideLabel = false, className = '' }: SearchFieldProps) {
  const { t } = useTranslation('catalogue');
  const id = useId();
  const [text, setText] = useState(initial);

  function search(event: FormEvent): void {
    event.preventDefault();
    onSearch(text.trim() || undefined);
  }

  return (
    <search className={className}>
      <form onSubmit={search} className="grid gap-1.5">
        <label htmlFor={id} className={hideLabel ? 'sr-only' : 'text-sm font-medium text-text'}>
          {t('search.label')}
        </label>
        <div className="relative">
          <Icon
            name="search"
            className="pointer-events-none absolute top-1/2 left-4 size-5 -translate-y-1/2 text-muted"
          />
          <input
            id={id}
            type="search"
            name="q"
            value={text}
            maxLength={100}
            placeholder={t('search.placeholder')}
            onChange={({ target }) => setText(target.value)}
            className={`w-full rounded-xl border border-line bg-panel pr-12 pl-11 text-text placeholder:text-muted hover:border-muted focus:border-accent [&::-webkit-search-cancel-button]:hidden ${hideLabel ? 'min-h-11' : 'min-h-12'}`}
          />
          <button
            type="submit"
            aria-label={t('search.submit')}
            className="absolute inset-y-1 right-1 grid w-10 place-items-center rounded-lg text-muted hover:bg-raised hover:text-text"
          >
            <Icon name="arrowRight" />
          </button>
        </div>
      </form>
    </search>
  );
}
