import type { CoursePage } from '@studynotion/contracts';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../shared/components/icon.tsx';
import { MarkdownText } from '../../shared/components/markdown-text.tsx';
import { CourseOutline } from './course-outline.tsx';

/** What a course teaches, in which lectures, and what its author says about it. */
export function CourseDetails({ course }: { readonly course: CoursePage }) {
  const { t } = useTranslation('catalogue');
  return (
    <div className="grid min-w-0 gap-12">
      <section aria-labelledby="learn-heading" className="surface p-6 sm:p-8">
        <h2 id="learn-heading" className="text-xl font-bold">
          {t('whatYouWillLearn')}
        </h2>
        {/* biome-ignore lint/a11y/noRedundantRoles: Safari takes the list for none where no bullets are shown */}
        <ul role="list" className="mt-5 grid gap-x-8 gap-y-3 sm:grid-cols-2">
          {course.whatYouWillLearn.map((point) => (
            <li key={point} className="flex items-start gap-3">
              <Icon name="check" className="mt-1 size-4 text-success" />
              <span>{point}</span>
            </li>
          ))}
        </ul>
      </section>
      <section aria-labelledby="outline-heading">
        <h2 id="outline-heading" className="text-xl font-bold">
          {t('outline')}
        </h2>
        <p className="mt-1 mb-5 text-muted">
          {t('sections', { count: course.sections.length })} · {t('lectures', { count: course.lectureCount })}
        </p>
        <CourseOutline sections={course.sections} />
      </section>
      <section aria-labelledby="about-heading">
        <h2 id="about-heading" className="mb-4 text-xl font-bold">
          {t('about')}
        </h2>
        <MarkdownText text={course.description} firstHeading={3} />
      </section>
    </div>
  );
}
