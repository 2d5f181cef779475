import type { CoursePage } from '@studynotion/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../shared/components/icon.tsx';
import { minutes } from '../../shared/format/format.ts';
import { PreviewDialog } from './preview-dialog.tsx';

type Lecture = CoursePage['sections'][number]['lectures'][number];

/** The sections of a course with their lectures, to fold open; the first one is. Some lectures can be looked into. */
export function CourseOutline({ slug, sections }: Pick<CoursePage, 'slug' | 'sections'>) {
  const { t } = useTranslation('catalogue');
  const [previewed, setPreviewed] = useState<Lecture>();
  return (
    <div className="overflow-hidden rounded-2xl border border-line/70">
      {sections.map(({ id, title, lectures }, index) => (
        <details key={id} open={index === 0} className="group border-line/70 not-first:border-t">
          <summary className="flex list-none items-center gap-3 bg-panel px-5 py-4 hover:bg-raised [&::-webkit-details-marker]:hidden">
            <Icon name="chevronDown" className="size-5 text-accent transition-transform group-open:rotate-180" />
            <h3 className="flex-1 font-semibold">{title}</h3>
            <span className="text-sm text-muted">{t('lectures', { count: lectures.length })}</span>
          </summary>
          {/* biome-ignore lint/a11y/noRedundantRoles: Safari takes the list for none where no bullets are shown */}
          <ul role="list" className="bg-ground px-5 py-2">
            {lectures.map((lecture) => (
              <li key={lecture.id} className="flex min-h-11 items-center gap-3 py-1.5">
                <Icon name={lecture.kind === 'video' ? 'play' : 'book'} className="size-4 text-muted" />
                <span className="min-w-0 flex-1">{lecture.title}</span>
                {lecture.preview && (
                  <button
                    type="button"
                    aria-haspopup="dialog"
                    onClick={() => setPreviewed(lecture)}
                    className="inline-link shrink-0 rounded px-1 py-1 text-sm"
                  >
                    {t('preview.open')}
                    <span className="sr-only">: {lecture.title}</span>
                  </button>
                )}
                <span className="text-sm whitespace-nowrap text-muted">
                  {t('minutes', { count: minutes(lecture) })}
                </span>
              </li>
            ))}
          </ul>
        </details>
      ))}
      {previewed !== undefined && (
        <PreviewDialog slug={slug} lecture={previewed} onClose={() => setPreviewed(undefined)} />
      )}
    </div>
  );
}
