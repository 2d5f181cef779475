import { useTranslation } from 'react-i18next';
import type { OwnCourse } from './authoring-api.ts';

const looks = { draft: 'bg-raised text-soft', published: 'bg-success/15 text-success' } as const;

/** Whether a course is on sale. */
export function CourseState({ status }: Pick<OwnCourse, 'status'>) {
  const { t } = useTranslation('authoring');
  return (
    <span className={`rounded-full px-3 py-1 text-sm font-semibold whitespace-nowrap ${looks[status]}`}>
      {t(`ownCourses.states.${status}`)}
    </span>
  );
}
