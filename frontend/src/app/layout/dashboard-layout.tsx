import { useTranslation } from 'react-i18next';
import { NavLink, Outlet } from 'react-router';
import { Icon } from '../../shared/components/icon.tsx';
import { selectAccount } from '../../shared/session/session-slice.ts';
import { useAppSelector } from '../../shared/store/hooks.ts';
import { accountLinksOf } from './account-links.ts';

/** The pages of an account beside the list of them; on a phone the list scrolls above. */
export function DashboardLayout() {
  const { t } = useTranslation();
  const account = useAppSelector(selectAccount);
  return (
    <div className="page-width grid items-start gap-x-12 gap-y-8 py-6 lg:grid-cols-[14rem_minmax(0,1fr)] lg:py-12">
      <nav aria-label={t('account.dashboard')} className="lg:sticky lg:top-24">
        {/* biome-ignore lint/a11y/noRedundantRoles: Safari takes the list for none where no bullets are shown */}
        <ul role="list" className="grid grid-cols-2 gap-2 lg:grid-cols-1 lg:gap-1">
          {accountLinksOf(account?.role).map(({ to, text, icon }) => (
            <li key={to}>
              <NavLink
                to={to}
                className="flex min-h-11 items-center gap-2 rounded-xl border border-line/70 px-3 text-sm lg:gap-3 lg:px-4 lg:text-[0.9375rem] font-medium hover:bg-raised hover:text-text aria-[current=page]:border-accent/60 aria-[current=page]:bg-accent/12 aria-[current=page]:text-accent lg:border-transparent"
              >
                <Icon name={icon} />
                {t(`account.${text}`)}
              </NavLink>
            </li>
          ))}
        </ul>
      </nav>
      <div className="min-w-0">
        <Outlet />
      </div>
    </div>
  );
}
