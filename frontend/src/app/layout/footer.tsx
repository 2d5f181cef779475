import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Logo } from './logo.tsx';

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
          <ul role="list" className="flex flex-wrap gap-x-7 gap-y-3 text-[0.9375rem]">
            <li>
              <Link to="/courses" className="hover:text-text hover:underline">
                {t('footer.courses')}
              </Link>
            </li>
            <li>
              <Link to="/dashboard/courses" className="hover:text-text hover:underline">
                {t('footer.learning')}
              </Link>
            </li>
            <li>
              <Link to="/signup" className="hover:text-text hover:underline">
                {t('footer.teach')}
              </Link>
            </li>
          </ul>
        </nav>
      </div>
    </footer>
  );
}
