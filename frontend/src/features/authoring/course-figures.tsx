import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../../shared/format/use-format.ts';
import type { Dashboard } from './authoring-api.ts';

/** What each course brought, as a table whose bars compare the courses. */
export function CourseFigures({ courses }: Pick<Dashboard, 'courses'>) {
  const { t } = useTranslation('authoring');
  const format = useFormat();
  const id = useId();
  const most = {
    students: Math.max(1, ...courses.map(({ students }) => students)),
    income: Math.max(1, ...courses.map(({ income }) => income.amount)),
  };
  const sorted = courses.toSorted((one, other) => other.income.amount - one.income.amount);
  return (
    <section aria-labelledby={id} className="surface min-w-0 p-5 sm:p-6">
      <h2 id={id} className="text-lg font-semibold">
        {t('dashboard.courses')}
      </h2>
      <table aria-labelledby={id} className="mt-4 w-full text-sm max-sm:block">
        <thead className="max-sm:sr-only">
          <tr className="text-left text-muted">
            <th scope="col" className="py-2 pr-4 font-medium">
              {t('dashboard.course')}
            </th>
            <th scope="col" className="w-1/4 py-2 pr-4 font-medium">
              {t('dashboard.students')}
            </th>
            <th scope="col" className="w-1/4 py-2 pr-4 font-medium">
              {t('dashboard.income')}
            </th>
            <th scope="col" className="w-32 py-2 font-medium">
              {t('dashboard.rating')}
            </th>
          </tr>
        </thead>
        <tbody className="max-sm:block">
          {sorted.map(({ courseId, title, students, income, rating }) => (
            <tr key={courseId} className="border-t border-line/60 max-sm:grid max-sm:gap-2 max-sm:py-4">
              <th scope="row" className="py-3 pr-4 text-left font-semibold text-text max-sm:p-0">
                <Link to={`/dashboard/own-courses/${courseId}`} className="wrap-anywhere hover:text-accent">
                  {title}
                </Link>
              </th>
              <td className="py-3 pr-4 max-sm:p-0">
                <Bar name={t('dashboard.students')} share={students / most.students} text={`${students}`} />
              </td>
              <td className="py-3 pr-4 max-sm:p-0">
                <Bar
                  name={t('dashboard.income')}
                  share={income.amount / most.income}
                  text={format.money(income)}
                  accent
                />
              </td>
              <td className="py-3 text-muted max-sm:p-0">
                {rating.count === 0 ? (
                  t('dashboard.noRating')
                ) : (
                  <>
                    <span className="font-semibold text-text">{rating.average.toFixed(1)}</span>{' '}
                    {t('dashboard.ratings', { count: rating.count })}
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface BarProps {
  /** Shown on a phone, where the table has no head. */
  readonly name: string;
  readonly share: number;
  readonly text: string;
  readonly accent?: boolean;
}

function Bar({ name, share, text, accent = false }: BarProps) {
  return (
    <div className="grid gap-1.5">
      <span className="flex justify-between gap-2 tabular-nums text-text">
        <span aria-hidden="true" className="text-muted sm:hidden">
          {name}
        </span>
        {text}
      </span>
      <span aria-hidden="true" className="h-1.5 overflow-hidden rounded-full bg-raised">
        <span
          className={`block h-full rounded-full ${accent ? 'bg-accent' : 'bg-link-soft'}`}
          style={{ width: `${share * 100}%` }}
        />
      </span>
    </div>
  );
}
