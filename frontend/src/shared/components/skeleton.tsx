import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** A grey place where something will be. */
export function Skeleton({ className }: { readonly className: string }) {
  return <div aria-hidden="true" className={`animate-pulse rounded-lg bg-raised/70 ${className}`} />;
}

/** Skeletons of a part that is loading, with the words that say so to those who cannot see them. */
export function Loading({ children, className }: { readonly children: ReactNode; readonly className?: string }) {
  const { t } = useTranslation();
  return (
    <div role="status" className={className}>
      <span className="sr-only">{t('loading')}</span>
      {children}
    </div>
  );
}
