import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Loading } from './skeleton.tsx';

/** A whole page that is loading. Its heading is not known yet; until then this one stands in. */
export function PageLoading({ children, className }: { readonly children: ReactNode; readonly className: string }) {
  const { t } = useTranslation();
  return (
    <>
      <title>{t('brand')}</title>
      <h1 className="sr-only">{t('brand')}</h1>
      <Loading className={className}>{children}</Loading>
    </>
  );
}
