import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, NavLink } from 'react-router';
import { Icon } from '../../shared/components/icon.tsx';
import { ProgressBar } from '../../shared/components/progress-bar.tsx';
import { minutes } from '../../shared/format/format.ts';
import type { LearningCourse } from './learning-api.ts';
import type { placeOf } from './lecture-order.ts';
import { progressView } from './progress-view.ts';

export interface CourseContentProps {
  readonly course: LearningCourse;
  readonly place: ReturnType<typeof placeOf>;
  /** Where one can say what one thinks of the course. */
  readonly review: ReactNode;
}

/** All lectures of the course, to go to any of them; on a phone folded away until it is wanted. */
export function CourseContent({ course, place, review }: CourseContentProps) {
  const { t } = useTranslation('learning');
  const listId = useId();
  const [unfolded, setUnfolded] = useState(false);
  const view = progressView(course);
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
        <ProgressBar label={t('progress')} percent={view.percent} className="mt-4" />
        <p className="mt-2 flex justify-between gap-3 text-sm text-muted tabular-nums">
          <span>{t('done', { done: view.done, count: view.count })}</span>
          <span>{view.percent} %</span>
        </p>
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
        {course.sections.map((section) => {
          const { id, title, lectures } = section;
          return (
            <section key={id} aria-labelledby={`section-${id}`}>
              <h2
                id={`section-${id}`}
                className="flex justify-between gap-3 px-5 pt-5 pb-2 text-xs font-semibold tracking-wider text-muted uppercase"
              >
                {title}
                <span className="font-normal tabular-nums">
                  {t('doneIn', { done: view.doneIn(section), count: section.lectures.length })}
                </span>
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
                      <Tick completed={view.isCompleted(lecture.id)} video={lecture.kind === 'video'} />
                      <span className="flex-1">
                        {lecture.title}
                        {view.isCompleted(lecture.id) && <span className="sr-only">, {t('completed')}</span>}
                      </span>
                      <span className="text-xs leading-5 whitespace-nowrap text-muted">
                        {t('minutes', { count: minutes(lecture) })}
                      </span>
                    </NavLink>
                  </li>
                ))}
              </ul>
            </section>
          );
        })}
        {review !== false && <div className="grid px-5 pt-6 pb-2">{review}</div>}
      </div>
    </nav>
  );
}

function Tick({ completed, video }: { readonly completed: boolean; readonly video: boolean }) {
  if (!completed) return <Icon name={video ? 'play' : 'book'} className="mt-0.5 size-4 opacity-80" />;
  return (
    <span className="mt-0.5 grid size-4 shrink-0 place-items-center rounded-full bg-success text-ground">
      <Icon name="check" className="size-3" />
    </span>
  );
}
