import type { AuthoredCourse } from '@studynotion/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { type ApiProblem, problemOf } from '../../shared/api/api-problem.ts';
import { Button, ButtonLink } from '../../shared/components/button.tsx';
import { ConfirmDialog } from '../../shared/components/confirm-dialog.tsx';
import { Icon } from '../../shared/components/icon.tsx';
import { ProblemAlert } from '../../shared/components/problem-alert.tsx';
import { useAppDispatch } from '../../shared/store/hooks.ts';
import { noticeShown } from '../../shared/store/notice-slice.ts';
import { useDeleteCourseMutation } from './authoring-api.ts';
import { EditProblem, useCourseEditing } from './course-editing.tsx';

/** The third step: on sale or not, and what is missing. */
export function PublishPanel() {
  const { course } = useCourseEditing();
  return (
    <div className="grid gap-6">
      {course.status === 'published' ? <OnSale /> : course.missing.length > 0 ? <Missing /> : <Ready />}
      <DeletePanel />
    </div>
  );
}

const stepOf = {
  category: 'information',
  summary: 'information',
  description: 'information',
  'what-you-will-learn': 'information',
  'ready-lecture': 'outline',
  approval: undefined,
} as const satisfies Record<AuthoredCourse['missing'][number], 'information' | 'outline' | undefined>;

function Missing() {
  const { t } = useTranslation('authoring');
  const { course } = useCourseEditing();
  return (
    <section className="surface p-5 sm:p-6">
      <h2 className="text-lg font-semibold">{t('publish.missing.title')}</h2>
      {/* biome-ignore lint/a11y/noRedundantRoles: Safari takes the list for none where no bullets are shown */}
      <ul role="list" className="mt-4 grid gap-3">
        {course.missing.map((what) => {
          const step = stepOf[what];
          return (
            <li key={what} className="flex items-start gap-3">
              <span className="mt-0.5 grid size-6 shrink-0 place-items-center rounded-full bg-accent/15 text-accent">
                <Icon name={what === 'approval' ? 'clock' : 'alert'} className="size-3.5" />
              </span>
              {step === undefined ? (
                <span>{t(`publish.missing.${what}`)}</span>
              ) : (
                <Link to={`/dashboard/own-courses/${course.id}/${step}`} className="inline-link">
                  {t(`publish.missing.${what}`)}
                </Link>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Ready() {
  const { t } = useTranslation('authoring');
  const { edits } = useCourseEditing();
  const { act, busy, problem, forgetProblem } = useAction(edits.publish, 'coursePublished');
  return (
    <section className="surface p-5 sm:p-6">
      <h2 className="flex items-center gap-2.5 text-lg font-semibold">
        <Icon name="check" className="size-6 text-success" />
        {t('publish.ready.title')}
      </h2>
      <p className="mt-2">{t('publish.ready.text')}</p>
      <div className="mt-5 grid gap-4">
        <EditProblem problem={problem} onLoaded={forgetProblem} />
        <Button className="justify-self-start" busy={busy} onClick={act}>
          {t('publish.ready.publish')}
        </Button>
      </div>
    </section>
  );
}

function OnSale() {
  const { t } = useTranslation('authoring');
  const { course, edits } = useCourseEditing();
  const { act, busy, problem, forgetProblem } = useAction(edits.unpublish, 'courseUnpublished');
  return (
    <section className="surface p-5 sm:p-6">
      <h2 className="flex items-center gap-2.5 text-lg font-semibold">
        <Icon name="globe" className="size-6 text-success" />
        {t('publish.onSale.title')}
      </h2>
      <p className="mt-2">
        {t('publish.onSale.text')} {t('publish.onSale.hint')}
      </p>
      <div className="mt-5 grid gap-4">
        <EditProblem problem={problem} onLoaded={forgetProblem} />
        <div className="flex flex-wrap gap-3">
          <ButtonLink to={`/courses/${course.slug}`}>{t('publish.onSale.page')}</ButtonLink>
          <Button look="secondary" busy={busy} onClick={act}>
            {t('publish.onSale.unpublish')}
          </Button>
        </div>
      </div>
    </section>
  );
}

/** Does something to the course and says so; gives what went wrong. */
function useAction(send: () => Promise<ApiProblem | undefined>, done: 'coursePublished' | 'courseUnpublished') {
  const dispatch = useAppDispatch();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();
  async function act(): Promise<void> {
    setBusy(true);
    const found = await send().finally(() => setBusy(false));
    setProblem(found);
    if (found === undefined) dispatch(noticeShown({ tone: 'success', text: done }));
  }
  return { act, busy, problem, forgetProblem: () => setProblem(undefined) };
}

function DeletePanel() {
  const { t } = useTranslation('authoring');
  const dispatch = useAppDispatch();
  const navigate = useNavigate();
  const { course } = useCourseEditing();
  const [deleteCourse, { isLoading, error }] = useDeleteCourseMutation();
  const [asking, setAsking] = useState(false);

  async function confirm(): Promise<void> {
    const { error: failure } = await deleteCourse(course.id);
    setAsking(false);
    if (failure !== undefined) return;
    dispatch(noticeShown({ tone: 'success', text: 'courseDeleted' }));
    await navigate('/dashboard/own-courses');
  }
  return (
    <section className="rounded-2xl border border-line/70 p-5 sm:p-6">
      <h2 className="font-semibold">{t('publish.delete.title')}</h2>
      <p className="mt-1 text-sm text-muted">{t('publish.delete.text')}</p>
      <div className="mt-4 grid gap-4">
        <ProblemAlert problem={error === undefined ? undefined : problemOf(error)} />
        <Button look="danger" className="justify-self-start" onClick={() => setAsking(true)}>
          {t('publish.delete.button')}
        </Button>
      </div>
      {asking && (
        <ConfirmDialog
          title={t('publish.delete.confirmTitle')}
          confirm={t('publish.delete.button')}
          busy={isLoading}
          onConfirm={confirm}
          onCancel={() => setAsking(false)}
        >
          {t('publish.delete.confirmText', { title: course.title })}
        </ConfirmDialog>
      )}
    </section>
  );
}
