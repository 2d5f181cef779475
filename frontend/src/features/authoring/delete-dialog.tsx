import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApiProblem } from '../../shared/api/api-problem.ts';
import { ConfirmDialog } from '../../shared/components/confirm-dialog.tsx';
import { EditProblem } from './course-editing.tsx';

export interface DeleteDialogProps {
  readonly what: 'confirmSection' | 'confirmLecture';
  readonly title: string;
  readonly onDelete: () => Promise<ApiProblem | undefined>;
  readonly onDeleted: () => void;
  readonly onCancel: () => void;
}

/** Asks before a part of the outline is deleted, and deletes it. */
export function DeleteDialog({ what, title, onDelete, onDeleted, onCancel }: DeleteDialogProps) {
  const { t } = useTranslation('authoring');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();

  async function confirm(): Promise<void> {
    setBusy(true);
    const found = await onDelete().finally(() => setBusy(false));
    setProblem(found);
    if (found === undefined) onDeleted();
  }
  return (
    <ConfirmDialog
      title={t(`outline.${what}.title`)}
      confirm={t(`outline.${what}.confirm`)}
      busy={busy}
      onConfirm={confirm}
      onCancel={onCancel}
    >
      <p>{t(`outline.${what}.text`, { title })}</p>
      {problem !== undefined && (
        <div className="mt-4">
          <EditProblem problem={problem} onLoaded={() => setProblem(undefined)} />
        </div>
      )}
    </ConfirmDialog>
  );
}
