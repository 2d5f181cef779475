import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import { useListCategoriesQuery } from '../../features/catalogue/catalogue-api.ts';
import { Icon } from '../../shared/components/icon.tsx';
import { useCloseWhenLeft } from './use-close-when-left.ts';

/** The categories of the catalogue, unfolding below a button. */
export function CategoriesMenu() {
  const { t } = useTranslation();
  const listId = useId();
  const { data: categories = [] } = useListCategoriesQuery();
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useCloseWhenLeft(box, open, () => setOpen(false));
  if (categories.length === 0) return null;

  function closeByEscape(): void {
    setOpen(false);
    button.current?.focus();
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes from wherever inside the focus is
    <div ref={box} className="relative" onKeyDown={({ key }) => open && key === 'Escape' && closeByEscape()}>
      <button
        ref={button}
        type="button"
        aria-expanded={open}
        aria-controls={listId}
        onClick={() => setOpen(!open)}
        className="flex items-center gap-1.5 rounded-lg px-3 py-2 text-[0.9375rem] font-medium hover:text-text"
      >
        {t('nav.categories')}
        <Icon name="chevronDown" className={`size-4 transition-transform ${open ? 'rotate-180' : ''}`} />
      </button>
      <div
        id={listId}
        hidden={!open}
        className="absolute top-full left-0 mt-2 max-h-[70dvh] w-64 animate-rise overflow-y-auto rounded-2xl border border-line bg-panel p-2 shadow-2xl shadow-black/70 [animation-duration:0.2s]"
      >
        {/* biome-ignore lint/a11y/noRedundantRoles: Safari takes the list for none where no bullets are shown */}
        <ul role="list">
          {categories.map(({ id, slug, name, courseCount }) => (
            <li key={id}>
              <NavLink
                to={`/categories/${slug}`}
                onClick={() => setOpen(false)}
                className="flex min-h-11 items-center justify-between gap-3 rounded-lg px-3 text-[0.9375rem] hover:bg-raised hover:text-text aria-[current=page]:text-accent"
              >
                {name}
                <span className="text-xs whitespace-nowrap text-muted">
                  {t('nav.courseCount', { count: courseCount })}
                </span>
              </NavLink>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
