import { useTranslation } from 'react-i18next';
import { ButtonLink } from '../../shared/components/button.tsx';
import { CourseCardLink } from '../../shared/components/course-card-link.tsx';
import { CourseGrid, CourseGridSkeleton } from '../../shared/components/course-grid.tsx';
import { PageHeading } from '../../shared/components/page-heading.tsx';
import { PageState } from '../../shared/components/page-state.tsx';
import { PagedList } from '../../shared/components/paged-list.tsx';
import { ProgressBar } from '../../shared/components/progress-bar.tsx';
import { useFormat } from '../../shared/format/use-format.ts';
import { useListMyCoursesInfiniteQuery } from './learning-api.ts';

export function Component() {
  const { t } = useTranslation('learning');
  const format = useFormat();
  return (
    <>
      <PageHeading title={t('myCourses.title')} />
      <p className="mt-2 mb-8">{t('myCourses.lead')}</p>
      <PagedList query={useListMyCoursesInfiniteQuery()} skeleton={<CourseGridSkeleton />} empty={<NoCourses />}>
        {(courses, list) => (
          <CourseGrid ref={list}>
            {courses.map((course) => (
              <CourseCardLink
                key={course.id}
                course={course}
                to={`/learn/${course.id}`}
                headingLevel="h2"
                details={
                  <div className="grid flex-1 gap-2">
                    <span>{t('myCourses.since', { date: format.day(course.enrolledAt) })}</span>
                    <ProgressBar
                      label={t('myCourses.progress', { title: course.title })}
                      percent={course.progress.percent}
                    />
                  </div>
                }
                corner={
                  <span className="font-semibold whitespace-nowrap text-accent tabular-nums">
                    {course.progress.percent === 100
                      ? t('myCourses.completed')
                      : course.progress.percent === 0 && course.progress.lastLectureId === undefined
                        ? t('myCourses.begin')
                        : `${course.progress.percent} %`}
                  </span>
                }
              />
            ))}
          </CourseGrid>
        )}
      </PagedList>
    </>
  );
}

function NoCourses() {
  const { t } = useTranslation('learning');
  return (
    <PageState
      icon="book"
      title={<h2 className="text-lg font-semibold">{t('myCourses.empty.title')}</h2>}
      action={<ButtonLink to="/courses">{t('browse')}</ButtonLink>}
    >
      {t('myCourses.empty.text')}
    </PageState>
  );
}
