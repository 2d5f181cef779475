import type { CourseCard } from '@studynotion/contracts';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../shared/components/icon.tsx';
import { useFormat } from '../../shared/format/use-format.ts';

type Facts = Pick<CourseCard, 'level' | 'language' | 'lectureCount' | 'durationSeconds'>;

/** Level, length and language of a course. */
export function CourseFacts({ course, className = '' }: { readonly course: Facts; readonly className?: string }) {
  const { t } = useTranslation('catalogue');
  const format = useFormat();
  const facts = [
    ['level', t(`levels.${course.level}`)],
    ['list', t('lectures', { count: course.lectureCount })],
    ['clock', format.duration(course.durationSeconds)],
    ['globe', format.language(course.language)],
  ] as const;
  return (
    // biome-ignore lint/a11y/noRedundantRoles: Safari takes the list for none where no bullets are shown
    <ul role="list" className={`flex flex-wrap gap-x-4 gap-y-1.5 ${className}`}>
      {facts.map(([icon, text]) => (
        <li key={icon} className="flex items-center gap-1.5">
          <Icon name={icon} className="size-4" />
          {text}
        </li>
      ))}
    </ul>
  );
}
