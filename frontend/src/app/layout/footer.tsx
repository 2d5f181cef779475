import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Logo } from './logo.tsx';

const links = [
  { to: '/courses', text: 'courses' },
  { to: '/dashboard/courses', text: 'learning' },
  { to: '/signup', text: 'teach' },
  { to: '/about', text: 'about' },
  { to: '/contact', text: 'contact' },
  { to: '/privacy', text: 'privacy' },
  { to: '/terms', text: 'terms' },
] as const;

export function Footer() {
  const { t } = useTranslation();
  return (
    <footer className="border-t border-line/60 bg-panel/60">
      <div className="page-width flex flex-wrap items-center justify-between gap-x-10 gap-y-6 py-10">
        <div>
          <Logo />
          <p className="mt-3 max-w-sm text-sm text-muted">{t('footer.claim')}</p>
        </div>
        <nav aria-label={t('footer.label')}>
          {/* biome-ignore lint/a11y/noRedundantRoles: Safari takes the list for none where no bullets are shown */}
          <ul role="list" className="flex max-w-2xl flex-wrap gap-x-7 gap-y-3 lg:justify-end text-[0.9375rem]">
            {links.map(({ to, text }) => (
              <li key={to}>
                <Link to={to} className="hover:text-text hover:underline">
                  {t(`footer.${text}`)}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
      </div>
    </footer>
  );
}
