import type { CoursePage } from '@studynotion/contracts';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Avatar } from '../../shared/components/avatar.tsx';
import { Icon } from '../../shared/components/icon.tsx';
import { PageHeading } from '../../shared/components/page-heading.tsx';
import { RatingLine } from '../../shared/components/rating-stars.tsx';
import { fullName } from '../../shared/format/format.ts';
import { CourseFacts } from './course-facts.tsx';

/** Title, summary and teacher of a course. */
export function CourseHeader({ course }: { readonly course: CoursePage }) {
  const { t } = useTranslation(['catalogue', 'common']);
  const { title, summary, instructor, category, rating, studentCount } = course;
  return (
    <div className="border-b border-line/60 bg-panel bg-[radial-gradient(50rem_24rem_at_90%_-20%,#118ab244,transparent_70%)]">
      <div className="page-width lg:grid lg:min-h-72 lg:grid-cols-[minmax(0,1fr)_22rem] lg:content-center lg:gap-14">
        <div className="animate-rise py-10 md:py-14">
          <nav aria-label={t('place')} className="mb-5 flex flex-wrap items-center gap-1.5 text-sm font-medium">
            <Link to="/courses" className="text-link-soft hover:text-text">
              {t('allCourses')}
            </Link>
            {category !== undefined && (
              <>
                <Icon name="chevronRight" className="size-4 text-muted" />
                <Link to={`/categories/${category.slug}`} className="text-link-soft hover:text-text">
                  {category.name}
                </Link>
              </>
            )}
          </nav>
          <PageHeading
            title={title}
            className="text-3xl font-extrabold tracking-tight md:text-[2.75rem] md:leading-[1.12]"
          />
          <p className="mt-4 max-w-2xl text-lg text-pretty">{summary}</p>
          <p className="mt-5 flex flex-wrap items-center gap-x-5 gap-y-2 text-[0.9375rem]">
            <a href="#reviews-heading" className="rounded hover:text-text hover:underline">
              <RatingLine rating={rating} />
            </a>
            {studentCount > 0 && <span>{t('students', { count: studentCount })}</span>}
          </p>
          <div className="mt-5 flex items-center gap-3">
            <Avatar of={instructor} />
            <p className="text-text">
              {t('common:byInstructor', { name: fullName(instructor) ?? t('common:deletedAccount') })}
            </p>
          </div>
          <CourseFacts course={course} className="mt-5 text-[0.9375rem] text-soft" />
        </div>
      </div>
    </div>
  );
}
