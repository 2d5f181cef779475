import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

export interface LogoProps {
  /** Where there is little room, as on a phone, the tile is all. @default false */
  readonly compact?: boolean;
}

/** An open book on a yellow tile, and the name. */
export function Logo({ compact = false }: LogoProps) {
  const { t } = useTranslation();
  return (
    <Link
      to="/"
      className="flex items-center gap-2.5 text-lg font-bold tracking-tight text-text"
      aria-label={t('nav.home')}
    >
      <svg viewBox="0 0 32 32" aria-hidden="true" className="size-8">
        <rect width="32" height="32" rx="9" className="fill-accent" />
        <path
          d="M16 11.2c-2.400-1.700-5.400-2.400-9-2.300v12.600c3.600-.1 6.600.6 9 2.300 2.400-1.700 5.400-2.400 9-2.300V8.900c-3.600-.1-6.600.6-9 2.300Z"
          className="fill-ground"
        />
        <path d="M16 12.500V22" className="stroke-accent" strokeWidth="1.8" strokeLinecap="round" />
      </svg>
      <span className={compact ? 'max-sm:hidden' : undefined}>{t('brand')}</span>
    </Link>
  );
}
