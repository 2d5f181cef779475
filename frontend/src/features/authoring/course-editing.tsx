import type { AuthoredCourse } from '@studynotion/contracts';
import { createContext, type ReactNode, use, useCallback, useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBlocker } from 'react-router';
import type { ApiProblem } from '../../shared/api/api-problem.ts';
import { Alert } from '../../shared/components/alert.tsx';
import { Button } from '../../shared/components/button.tsx';
import { ConfirmDialog } from '../../shared/components/confirm-dialog.tsx';
import { ProblemAlert } from '../../shared/components/problem-alert.tsx';
import { useCourseEdits } from './use-course-edits.ts';

interface CourseEditing {
  readonly course: AuthoredCourse;
  readonly edits: ReturnType<typeof useCourseEdits>;
  readonly loadNewest: () => Promise<unknown>;
  /** Tells whether a part of the page holds something that is not saved. */
  readonly markUnsaved: (part: string, unsaved: boolean) => void;
}

const Context = createContext<CourseEditing | undefined>(undefined);

/** The course that is being edited, and what can be done to it. */
export function useCourseEditing(): CourseEditing {
  const editing = use(Context);
  if (editing === undefined) throw new TypeError('There is no course being edited here');
  return editing;
}

/** Keeps the page from being left by accident while this holds something that is not saved. */
export function useUnsaved(unsaved: boolean): void {
  const part = useId();
  const { markUnsaved } = useCourseEditing();
  useEffect(() => {
    markUnsaved(part, unsaved);
    return () => markUnsaved(part, false);
  }, [part, unsaved, markUnsaved]);
}

export interface CourseEditingProps {
  readonly course: AuthoredCourse;
  readonly loadNewest: () => Promise<unknown>;
  readonly children: ReactNode;
}

/** Around everything that edits one course. */
export function CourseEditing({ course, loadNewest, children }: CourseEditingProps) {
  const edits = useCourseEdits(course);
  const [unsaved, setUnsaved] = useState<readonly string[]>([]);
  const markUnsaved = useCallback(
    (part: string, isUnsaved: boolean) =>
      setUnsaved((before) => {
        if (before.includes(part) === isUnsaved) return before;
        return isUnsaved ? [...before, part] : before.filter((other) => other !== part);
      }),
    [],
  );
  return (
    <Context value={{ course, edits, loadNewest, markUnsaved }}>
      {children}
      <LeaveGuard unsaved={unsaved.length > 0} />
    </Context>
  );
}

function LeaveGuard({ unsaved }: { readonly unsaved: boolean }) {
  const { t } = useTranslation();
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => unsaved && currentLocation.pathname !== nextLocation.pathname,
  );
  useEffect(() => {
    if (!unsaved) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [unsaved]);

  if (blocker.state !== 'blocked') return null;
  return (
    <ConfirmDialog
      title={t('discard.title')}
      confirm={t('discard.leave')}
      cancel={t('discard.stay')}
      onConfirm={() => blocker.proceed()}
      onCancel={() => blocker.reset()}
    >
      {t('discard.text')}
    </ConfirmDialog>
  );
}

export interface EditProblemProps {
  readonly problem?: ApiProblem;
  /** Told when the newest state is there. @default nobody: the problem goes with the next state */
  readonly onLoaded?: () => void;
}

/** Why an edit was not taken. Where the course had changed meanwhile, the newest state can be loaded. */
export function EditProblem({ problem, onLoaded }: EditProblemProps) {
  const { t } = useTranslation('authoring');
  const { loadNewest } = useCourseEditing();
  const [loading, setLoading] = useState(false);
  if (problem?.code !== 'version.stale') return <ProblemAlert problem={problem} />;

  async function load(): Promise<void> {
    setLoading(true);
    await loadNewest().finally(() => setLoading(false));
    onLoaded?.();
  }
  return (
    <Alert
      tone="danger"
      title={t('builder.stale.title')}
      action={
        <Button look="secondary" busy={loading} onClick={load}>
          {t('builder.stale.load')}
        </Button>
      }
    >
      {t('builder.stale.text')}
    </Alert>
  );
}
