import type { Order } from '@studynotion/contracts';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { CourseCover } from '../../shared/components/course-cover.tsx';
import { useFormat } from '../../shared/format/use-format.ts';

/** What is bought, and for how much. */
export function OrderSummary({ order: { items, total } }: { readonly order: Order }) {
  const { t } = useTranslation('checkout');
  const format = useFormat();
  return (
    <section aria-label={t('summary')} className="grid gap-5 p-6 sm:p-8">
      {/* biome-ignore lint/a11y/noRedundantRoles: Safari takes the list for none where no bullets are shown */}
      <ul role="list" className="grid gap-4">
        {items.map(({ courseId, slug, title, price }) => (
          <li key={courseId} className="flex items-center gap-4">
            <CourseCover slug={slug} className="aspect-video w-24 shrink-0 rounded-lg object-cover sm:w-32" />
            <Link to={`/courses/${slug}`} className="flex-1 font-semibold text-text hover:text-accent">
              {title}
            </Link>
            <span className="tabular-nums">{format.money(price)}</span>
          </li>
        ))}
      </ul>
      <p className="flex items-baseline justify-between border-t border-line/70 pt-5">
        <span className="font-medium">{t('total')}</span>
        <span className="text-2xl font-bold text-text tabular-nums">{format.money(total)}</span>
      </p>
    </section>
  );
}
