import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';

export interface PageHeadingProps {
  /** Of the document; usually what the heading says. */
  readonly title: string;
  readonly className?: string;
  /** @default the title */
  readonly children?: ReactNode;
}

/**
 * The h1 of a page and the title of the document. After a navigation it takes the focus, so that the keyboard and
 * screen readers go on where the new page begins; on the first page the browser's own beginning is right.
 */
export function PageHeading({
  title,
  className = 'text-3xl font-bold tracking-tight md:text-4xl',
  children,
}: PageHeadingProps) {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  const arrivedByLink = useLocation().key !== 'default';

  // biome-ignore lint/correctness/useExhaustiveDependencies: only on arrival, not when a later navigation stays here
  useEffect(() => {
    if (arrivedByLink) heading.current?.focus({ preventScroll: true });
  }, []);

  return (
    <>
      <title>{t('documentTitle', { page: title })}</title>
      <h1 ref={heading} tabIndex={-1} className={className}>
        {children ?? title}
      </h1>
    </>
  );
}
