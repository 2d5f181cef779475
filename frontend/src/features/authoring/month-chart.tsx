import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../shared/format/use-format.ts';
import { type MonthIncome, roundUp } from './last-months.ts';

/** Income month by month as bars; the same figures stand in a table for whoever cannot see them or wants to read them. */
export function MonthChart({ months }: { readonly months: readonly MonthIncome[] }) {
  const { t } = useTranslation('authoring');
  const format = useFormat();
  const id = useId();
  // The scale ends at a round number of rupees.
  const end = roundUp(Math.max(...months.map(({ income }) => income.amount)) / 100) * 100;
  const rupees = (amount: number) => format.money({ amount, currency: 'INR' });

  return (
    <section aria-labelledby={id} className="surface min-w-0 p-5 sm:p-6">
      <h2 id={id} className="text-lg font-semibold">
        {t('dashboard.months')}
      </h2>
      <p className="mt-1 text-sm text-muted">{t('dashboard.monthsLead')}</p>
      <div aria-hidden="true" className="mt-6">
        <div className="relative h-52">
          {[1, 0.5, 0].map((share) => (
            <div
              key={share}
              className={`absolute inset-x-0 border-t border-line ${share === 0 ? '' : 'border-dashed'}`}
              style={{ bottom: `${share * 100}%` }}
            >
              {share > 0 && (
                <span className="absolute top-1 left-0 text-xs text-muted tabular-nums">{rupees(end * share)}</span>
              )}
            </div>
          ))}
          <div className="absolute inset-0 flex pl-16 sm:pl-20">
            {months.map(({ month, income }) => (
              <div
                key={month}
                title={`${format.month(month)}: ${format.money(income)}`}
                className="group flex flex-1 items-end"
              >
                <div
                  className="mx-auto w-3/5 max-w-9 rounded-t-md bg-linear-to-t from-accent/70 to-accent transition-colors group-hover:to-accent-soft"
                  style={{ height: `${(income.amount / end) * 100}%`, minHeight: income.amount > 0 ? '3px' : 0 }}
                />
              </div>
            ))}
          </div>
        </div>
        <div className="mt-2 flex pl-16 text-center text-[0.6875rem] text-muted sm:pl-20 sm:text-xs">
          {months.map(({ month }) => (
            <span key={month} className="flex min-w-0 flex-1 justify-center whitespace-nowrap max-sm:odd:invisible">
              {format.shortMonth(month)}
            </span>
          ))}
        </div>
      </div>
      <details className="mt-5">
        <summary className="inline-block rounded-lg py-1 text-sm font-medium text-link-soft hover:text-text">
          {t('dashboard.asTable')}
        </summary>
        <table aria-labelledby={id} className="mt-3 w-full max-w-md text-sm">
          <thead>
            <tr className="text-left text-muted">
              <th scope="col" className="py-1.5 font-medium">
                {t('dashboard.monthColumn')}
              </th>
              <th scope="col" className="py-1.5 text-right font-medium">
                {t('dashboard.income')}
              </th>
            </tr>
          </thead>
          <tbody>
            {months.map(({ month, income }) => (
              <tr key={month} className="border-t border-line/60">
                <th scope="row" className="py-1.5 text-left font-normal">
                  {format.month(month)}
                </th>
                <td className="py-1.5 text-right tabular-nums">{format.money(income)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  );
}
