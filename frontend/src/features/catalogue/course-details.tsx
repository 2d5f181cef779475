import type { CoursePage } from '@studynotion/contracts';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Avatar } from '../../shared/components/avatar.tsx';
import { Icon } from '../../shared/components/icon.tsx';
import { MarkdownText } from '../../shared/components/markdown-text.tsx';
import { fullName } from '../../shared/format/format.ts';
import { useFormat } from '../../shared/format/use-format.ts';
import { CourseOutline } from './course-outline.tsx';

/** What a course teaches, in which lectures, what it needs, what its author says about it, and who that is. */
export function CourseDetails({ course }: { readonly course: CoursePage }) {
  const { t } = useTranslation('catalogue');
  const format = useFormat();
  return (
    <>
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
          {t('sections', { count: course.sections.length })} · {t('lectures', { count: course.lectureCount })} ·{' '}
          {format.duration(course.durationSeconds)}
        </p>
        <CourseOutline slug={course.slug} sections={course.sections} />
      </section>
      {course.requirements.length > 0 && (
        <section aria-labelledby="requirements-heading">
          <h2 id="requirements-heading" className="mb-4 text-xl font-bold">
            {t('requirements')}
          </h2>
          <ul className="grid list-disc gap-2 pl-5 marker:text-accent">
            {course.requirements.map((requirement) => (
              <li key={requirement}>{requirement}</li>
            ))}
          </ul>
        </section>
      )}
      <section aria-labelledby="about-heading">
        <h2 id="about-heading" className="mb-4 text-xl font-bold">
          {t('about')}
        </h2>
        <MarkdownText text={course.description} firstHeading={3} />
        <Tags tags={course.tags} />
      </section>
      <Instructor instructor={course.instructor} />
    </>
  );
}

function Tags({ tags }: Pick<CoursePage, 'tags'>) {
  const { t } = useTranslation('catalogue');
  if (tags.length === 0) return null;
  return (
    // biome-ignore lint/a11y/noRedundantRoles: Safari takes the list for none where no bullets are shown
    <ul role="list" aria-label={t('tags')} className="mt-6 flex flex-wrap gap-2">
      {tags.map((tag) => (
        <li key={tag}>
          <Link
            to={`/courses?${new URLSearchParams({ q: tag })}`}
            className="inline-block rounded-full border border-line px-3.5 py-1.5 text-sm hover:border-muted hover:bg-raised hover:text-text"
          >
            {tag}
          </Link>
        </li>
      ))}
    </ul>
  );
}

function Instructor({ instructor }: Pick<CoursePage, 'instructor'>) {
  const { t } = useTranslation(['catalogue', 'common']);
  return (
    <section aria-labelledby="instructor-heading">
      <h2 id="instructor-heading" className="mb-4 text-xl font-bold">
        {t('instructor')}
      </h2>
      <div className="surface flex items-start gap-4 p-6">
        <Avatar of={instructor} className="size-16 text-xl" />
        <div className="min-w-0">
          <p className="font-semibold text-text">{fullName(instructor) ?? t('common:deletedAccount')}</p>
          <p className="mt-2 whitespace-pre-line">{instructor.about ?? t('noAbout')}</p>
        </div>
      </div>
    </section>
  );
}
