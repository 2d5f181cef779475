import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ButtonLink } from '../../shared/components/button.tsx';
import { CourseCover } from '../../shared/components/course-cover.tsx';
import { Icon } from '../../shared/components/icon.tsx';
import { PageHeading } from '../../shared/components/page-heading.tsx';
import { PageState } from '../../shared/components/page-state.tsx';
import { PagedList } from '../../shared/components/paged-list.tsx';
import { Loading, Skeleton } from '../../shared/components/skeleton.tsx';
import { minutes } from '../../shared/format/format.ts';
import { useFormat } from '../../shared/format/use-format.ts';
import { type OwnCourse, useListOwnCoursesInfiniteQuery } from './authoring-api.ts';
import { CourseState } from './course-state.tsx';

export function Component() {
  const { t } = useTranslation('authoring');
  const query = useListOwnCoursesInfiniteQuery(undefined, { refetchOnMountOrArgChange: true });
  return (
    <>
      <div className="mb-8 flex flex-wrap items-end justify-between gap-4">
        <div>
          <PageHeading title={t('ownCourses.title')} />
          <p className="mt-2">{t('ownCourses.lead')}</p>
        </div>
        <ButtonLink to="/dashboard/own-courses/new">
          <Icon name="plus" />
          {t('ownCourses.new')}
        </ButtonLink>
      </div>
      <PagedList query={query} skeleton={<CoursesSkeleton />} empty={<NoCourses />}>
        {(courses, list) => (
          // biome-ignore lint/a11y/noRedundantRoles: Safari takes the list for none where no bullets are shown
          <ul ref={list} role="list" className="grid gap-4">
            {courses.map((course) => (
              <OwnCourseItem key={course.id} course={course} />
            ))}
          </ul>
        )}
      </PagedList>
    </>
  );
}

function OwnCourseItem({ course }: { readonly course: OwnCourse }) {
  const { t } = useTranslation('authoring');
  const format = useFormat();
  const { id, slug, status, title, price, thumbnail, changedAt, lectureCount, durationSeconds } = course;
  return (
    <li className="surface group relative flex flex-wrap items-center gap-x-5 gap-y-4 p-4 transition-colors hover:border-muted has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent">
      {thumbnail === undefined ? (
        <CourseCover slug={slug} className="aspect-video w-32 shrink-0 rounded-lg object-cover" />
      ) : (
        <img src={thumbnail.imageUrl} alt="" className="aspect-video w-32 shrink-0 rounded-lg object-cover" />
      )}
      <div className="min-w-0 flex-1 basis-52">
        <h2 className="leading-snug font-semibold wrap-anywhere">
          <Link
            to={`/dashboard/own-courses/${id}`}
            className="outline-none after:absolute after:inset-0 group-hover:text-accent"
          >
            {title}
          </Link>
        </h2>
        <p className="mt-1 text-sm text-muted">
          {[
            t('ownCourses.lectures', { count: lectureCount }),
            ...(durationSeconds > 0 ? [t('outline.minutes', { count: minutes({ durationSeconds }) })] : []),
            t('ownCourses.changedOn', { date: format.day(changedAt) }),
          ].join(' · ')}
        </p>
      </div>
      <div className="flex items-center gap-4">
        <span className="font-bold text-text tabular-nums">
          {price.amount === 0 ? t('ownCourses.free') : format.money(price)}
        </span>
        <CourseState status={status} />
      </div>
    </li>
  );
}

function CoursesSkeleton() {
  return (
    <Loading className="grid gap-4">
      {['a', 'b', 'c'].map((key) => (
        <Skeleton key={key} className="h-28 rounded-2xl" />
      ))}
    </Loading>
  );
}

function NoCourses() {
  const { t } = useTranslation('authoring');
  return (
    <PageState icon="video" title={<h2 className="text-lg font-semibold">{t('ownCourses.empty.title')}</h2>}>
      {t('ownCourses.empty.text')}
    </PageState>
  );
}
