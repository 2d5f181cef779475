import type { AuthoredCourse } from '@studynotion/contracts';
import { useTranslation } from 'react-i18next';
import { Link, NavLink, useParams } from 'react-router';
import { ButtonLink } from '../../shared/components/button.tsx';
import { Icon } from '../../shared/components/icon.tsx';
import { PageHeading } from '../../shared/components/page-heading.tsx';
import { ProblemState } from '../../shared/components/problem-state.tsx';
import { Redirect } from '../../shared/components/redirect.tsx';
import { Loading, Skeleton } from '../../shared/components/skeleton.tsx';
import { authoringApi, useGetOwnCourseQuery } from './authoring-api.ts';
import { CourseEditing } from './course-editing.tsx';
import { CourseState } from './course-state.tsx';
import { InformationForm } from './information-form.tsx';
import { OutlineEditor } from './outline-editor.tsx';
import { PublishPanel } from './publish-panel.tsx';

const steps = { information: InformationForm, outline: OutlineEditor, publish: PublishPanel } as const;
const names = Object.keys(steps) as Step[];
type Step = keyof typeof steps;

/** How often to look while a video is being processed, in ms. */
const PROCESSING_INTERVAL = 3000;

export function Component() {
  const { t } = useTranslation('authoring');
  const { courseId = '', step = '' } = useParams();
  const { currentData: course, error, isFetching, refetch } = useCourse(courseId);
  if (!isStep(step)) return <Redirect to={`/dashboard/own-courses/${courseId}/information`} />;
  const Content = steps[step];
  return (
    <>
      <Link to="/dashboard/own-courses" className="inline-flex items-center gap-2 text-sm font-medium hover:text-text">
        <Icon name="arrowLeft" className="size-4" />
        {t('builder.back')}
      </Link>
      <div className="mt-3 flex flex-wrap items-start justify-between gap-3">
        <PageHeading
          key={step}
          title={course?.title ?? t('builder.title')}
          className="min-w-0 text-2xl font-bold tracking-tight wrap-anywhere md:text-3xl"
        />
        {course !== undefined && <CourseState status={course.status} />}
      </div>
      <Steps courseId={courseId} />
      {course !== undefined ? (
        <CourseEditing course={course} loadNewest={refetch}>
          <Content />
        </CourseEditing>
      ) : error !== undefined ? (
        <ProblemState
          error={error}
          onRetry={refetch}
          retrying={isFetching}
          action={
            <ButtonLink look="secondary" to="/dashboard/own-courses">
              {t('builder.back')}
            </ButtonLink>
          }
        />
      ) : (
        <Loading className="grid gap-5">
          <Skeleton className="h-96 rounded-2xl" />
        </Loading>
      )}
    </>
  );
}

/** A course to edit, looked at again while one of its videos is being processed. */
function useCourse(courseId: string) {
  const { currentData } = authoringApi.endpoints.getOwnCourse.useQueryState(courseId);
  return useGetOwnCourseQuery(courseId, {
    refetchOnMountOrArgChange: true,
    pollingInterval: currentData !== undefined && isProcessing(currentData) ? PROCESSING_INTERVAL : 0,
    skipPollingIfUnfocused: true,
  });
}

function isProcessing({ sections }: AuthoredCourse): boolean {
  return sections.some(({ lectures }) => lectures.some(({ state }) => state === 'processing'));
}

function isStep(name: string): name is Step {
  return Object.hasOwn(steps, name);
}

function Steps({ courseId }: { readonly courseId: string }) {
  const { t } = useTranslation('authoring');
  return (
    <nav aria-label={t('builder.steps')} className="my-8">
      <ol className="grid grid-cols-3 gap-2 sm:gap-3">
        {names.map((step, index) => (
          <li key={step}>
            <NavLink
              to={`/dashboard/own-courses/${courseId}/${step}`}
              className="group flex min-h-12 items-center gap-2.5 border-b-2 border-line px-1 pb-2 text-sm font-semibold text-muted hover:text-text aria-[current=page]:border-accent aria-[current=page]:text-text sm:text-base"
            >
              <span
                aria-hidden="true"
                className="grid size-7 shrink-0 place-items-center rounded-full bg-raised text-sm text-soft group-aria-[current=page]:bg-accent group-aria-[current=page]:text-ground max-[26rem]:hidden"
              >
                {index + 1}
              </span>
              {t(`builder.step.${step}`)}
            </NavLink>
          </li>
        ))}
      </ol>
    </nav>
  );
}
