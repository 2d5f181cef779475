import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import { useGetProfileQuery } from '../../features/profile/profile-api.ts';
import { Avatar } from '../../shared/components/avatar.tsx';
import { Icon } from '../../shared/components/icon.tsx';
import { selectAccount } from '../../shared/session/session-slice.ts';
import { useAppSelector } from '../../shared/store/hooks.ts';
import { accountLinksOf } from './account-links.ts';
import { LogOutButton } from './log-out-button.tsx';
import { useCloseWhenLeft } from './use-close-when-left.ts';

const itemClass =
  'flex min-h-11 w-full items-center gap-3 rounded-lg px-3 text-left text-[0.9375rem] hover:bg-raised hover:text-text';

/** The button of whoever is logged in, and what unfolds below it. */
export function AccountMenu() {
  const { t } = useTranslation();
  const account = useAppSelector(selectAccount);
  const { data: profile } = useGetProfileQuery(undefined, { skip: account === undefined });
  const listId = useId();
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useCloseWhenLeft(box, open, () => setOpen(false));
  if (account === undefined) return null;

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
        aria-label={t('account.menu')}
        aria-expanded={open}
        aria-controls={listId}
        onClick={() => setOpen(!open)}
        className="flex min-h-11 items-center gap-2 rounded-full border border-line bg-panel py-1 pr-3 pl-1.5 text-text hover:border-muted"
      >
        <Avatar of={{ ...account, pictureUrl: profile?.pictureUrl }} className="size-8 text-xs" />
        <Icon name="chevronDown" className={`size-4 transition-transform ${open ? 'rotate-180' : ''}`} />
      </button>
      <div
        id={listId}
        hidden={!open}
        className="absolute top-full right-0 mt-2 w-64 animate-rise rounded-2xl border border-line bg-panel p-2 shadow-2xl shadow-black/70 [animation-duration:0.2s]"
      >
        {open && (
          <>
            <div className="border-b border-line/70 px-3 pt-2 pb-3">
              <p className="truncate font-semibold text-text">
                {account.firstName} {account.lastName}
              </p>
              <p className="truncate text-sm text-muted">{account.email}</p>
            </div>
            {/* biome-ignore lint/a11y/noRedundantRoles: Safari takes the list for none where no bullets are shown */}
            <ul role="list" className="py-2">
              <li className="sm:hidden">
                <NavLink to="/courses" onClick={() => setOpen(false)} className={itemClass}>
                  <Icon name="search" />
                  {t('nav.courses')}
                </NavLink>
              </li>
              {accountLinksOf(account.role).map(({ to, text, icon }) => (
                <li key={to}>
                  <NavLink
                    to={to}
                    onClick={() => setOpen(false)}
                    className={`${itemClass} aria-[current=page]:text-accent`}
                  >
                    <Icon name={icon} />
                    {t(`account.${text}`)}
                  </NavLink>
                </li>
              ))}
            </ul>
            <div className="border-t border-line/70 pt-2">
              <LogOutButton className={itemClass} />
            </div>
          </>
        )}
      </div>
    </div>
  );
}
