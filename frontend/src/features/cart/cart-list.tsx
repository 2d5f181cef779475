import type { Money } from '@studynotion/contracts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ButtonLink } from '../../shared/components/button.tsx';
import { CourseCover } from '../../shared/components/course-cover.tsx';
import { Icon } from '../../shared/components/icon.tsx';
import { PageState } from '../../shared/components/page-state.tsx';
import { useFormat } from '../../shared/format/use-format.ts';

export interface CartLine {
  readonly courseId: string;
  readonly slug: string;
  readonly title: string;
  readonly price: Money;
  readonly thumbnailUrl?: string;
  /** @default true */
  readonly onSale?: boolean;
}

export interface CartListProps {
  readonly items: readonly CartLine[];
  readonly total: Money;
  readonly onRemove: (courseId: string) => void;
  /** The way on to paying. */
  readonly checkout: ReactNode;
}

/** What is in a cart, what it comes to, and the way on. */
export function CartList({ items, total, onRemove, checkout }: CartListProps) {
  const { t } = useTranslation('cart');
  const format = useFormat();
  if (items.length === 0) return <EmptyCart />;
  return (
    <div className="grid items-start gap-8 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <section aria-label={t('courses')}>
        <p className="mb-3 text-sm text-muted">{t('count', { count: items.length })}</p>
        {/* biome-ignore lint/a11y/noRedundantRoles: Safari takes the list for none where no bullets are shown */}
        <ul role="list" className="grid gap-4">
          {items.map((item) => (
            <CartLineItem key={item.courseId} item={item} onRemove={() => onRemove(item.courseId)} />
          ))}
        </ul>
      </section>
      <aside aria-label={t('summary')} className="surface grid gap-5 p-6 lg:sticky lg:top-22">
        <p className="flex items-baseline justify-between gap-4">
          <span className="font-medium">{t('total')}</span>
          <span className="text-3xl font-bold text-text tabular-nums">{format.money(total)}</span>
        </p>
        {checkout}
      </aside>
    </div>
  );
}

function CartLineItem({ item, onRemove }: { readonly item: CartLine; readonly onRemove: () => void }) {
  const { t } = useTranslation('cart');
  const format = useFormat();
  const { slug, title, price, thumbnailUrl, onSale = true } = item;
  return (
    <li className="surface flex flex-wrap items-center gap-4 p-4 sm:flex-nowrap sm:gap-5">
      <CourseCover
        slug={slug}
        thumbnailUrl={thumbnailUrl}
        className={`aspect-video w-28 shrink-0 rounded-lg object-cover sm:w-40 ${onSale ? '' : 'opacity-50 grayscale'}`}
      />
      <div className="min-w-40 flex-1">
        <Link to={`/courses/${slug}`} className="font-semibold text-text hover:text-accent">
          {title}
        </Link>
        {onSale ? (
          <p className="mt-1 text-lg font-bold text-text tabular-nums">
            {price.amount === 0 ? t('free') : format.money(price)}
          </p>
        ) : (
          <p className="mt-1 text-sm text-danger-soft">{t('notOnSale')}</p>
        )}
      </div>
      <button
        type="button"
        onClick={onRemove}
        className="-ml-3 flex min-h-11 items-center gap-2 rounded-xl px-3 sm:ml-0 text-sm text-muted hover:bg-raised hover:text-text"
      >
        <Icon name="trash" className="size-5" />
        {t('remove')}
        <span className="sr-only">: {title}</span>
      </button>
    </li>
  );
}

function EmptyCart() {
  const { t } = useTranslation('cart');
  return (
    <PageState
      icon="cart"
      title={<h2 className="text-lg font-semibold">{t('empty.title')}</h2>}
      action={<ButtonLink to="/courses">{t('empty.browse')}</ButtonLink>}
    >
      {t('empty.text')}
    </PageState>
  );
}
