import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, NavLink } from 'react-router';
import { Icon } from '../../shared/components/icon.tsx';
import { minutes } from '../../shared/format/format.ts';
import type { LearningCourse } from './learning-api.ts';
import type { placeOf } from './lecture-order.ts';

export interface CourseContentProps {
  readonly course: LearningCourse;
  readonly place: ReturnType<typeof placeOf>;
}

/** All lectures of the course, to go to any of them; on a phone folded away until it is wanted. */
export function CourseContent({ course, place }: CourseContentProps) {
  const { t } = useTranslation('learning');
  const listId = useId();
  const [unfolded, setUnfolded] = useState(false);
  return (
    <nav
      aria-label={t('content')}
      className="surface overflow-hidden lg:sticky lg:top-22 lg:max-h-[calc(100dvh-7rem)] lg:overflow-y-auto"
    >
      <div className="p-5">
        <Link to={`/courses/${course.slug}`} className="font-semibold text-text hover:text-accent">
          {course.title}
        </Link>
        {place.lecture !== undefined && (
          <p className="mt-1 text-sm text-muted">
            {t('position', { number: place.lecture.number, count: place.count })}
          </p>
        )}
        <button
          type="button"
          aria-expanded={unfolded}
          aria-controls={listId}
          onClick={() => setUnfolded(!unfolded)}
          className="mt-3 flex min-h-11 w-full items-center justify-between rounded-xl border border-line px-4 font-medium text-text hover:bg-raised lg:hidden"
        >
          {t('allLectures')}
          <Icon name="chevronDown" className={`size-5 transition-transform ${unfolded ? 'rotate-180' : ''}`} />
        </button>
      </div>
      <div id={listId} className={`border-t border-line/70 pb-3 lg:block ${unfolded ? 'block' : 'hidden'}`}>
        {course.sections.map(({ id, title, lectures }) => (
          <section key={id} aria-labelledby={`section-${id}`}>
            <h2
              id={`section-${id}`}
              className="px-5 pt-5 pb-2 text-xs font-semibold tracking-wider text-muted uppercase"
            >
              {title}
            </h2>
            {/* biome-ignore lint/a11y/noRedundantRoles: Safari takes the list for none where no bullets are shown */}
            <ul role="list">
              {lectures.map((lecture) => (
                <li key={lecture.id}>
                  <NavLink
                    to={`/learn/${course.id}/${lecture.id}`}
                    onClick={() => setUnfolded(false)}
                    className="mx-2 flex items-start gap-3 rounded-lg px-3 py-2.5 text-[0.9375rem] leading-snug hover:bg-raised hover:text-text aria-[current=page]:bg-accent/12 aria-[current=page]:font-medium aria-[current=page]:text-accent"
                  >
                    <Icon name="book" className="mt-0.5 size-4 opacity-80" />
                    <span className="flex-1">{lecture.title}</span>
                    <span className="text-xs leading-5 whitespace-nowrap text-muted">
                      {t('minutes', { count: minutes(lecture) })}
                    </span>
                  </NavLink>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </nav>
  );
}
