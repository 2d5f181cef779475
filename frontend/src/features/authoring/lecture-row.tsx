import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../shared/components/icon.tsx';
import { IconButton } from '../../shared/components/icon-button.tsx';
import { minutes } from '../../shared/format/format.ts';
import type { AuthoredLecture } from './authoring-api.ts';
import { useCourseEditing } from './course-editing.tsx';
import { DeleteDialog } from './delete-dialog.tsx';
import { DropLine } from './drop-line.tsx';
import { LectureForm } from './lecture-form.tsx';
import { useOutlineMoves } from './outline-moves.ts';
import { lectureDrop, lectureStep, placeOfLecture, type Step } from './outline-order.ts';
import { useDrag } from './use-drag.ts';

/** A lecture in its section: edited in place, moved by handle or buttons, deleted. */
export function LectureRow({ lecture }: { readonly lecture: AuthoredLecture }) {
  const { t } = useTranslation('authoring');
  const { edits } = useCourseEditing();
  const moves = useOutlineMoves();
  const [doing, setDoing] = useState<'edit' | 'delete'>();
  const { id, title, kind } = lecture;
  const { box, handle, edge, dragging } = useDrag<HTMLLIElement>({
    item: { kind: 'lecture', id },
    accepts: (dragged) => (dragged.kind === 'lecture' ? 'beside' : undefined),
    onDrop: (dragged, side) => {
      if (side === 'inside') return;
      const place = lectureDrop(moves.order, dragged.id, { lectureId: id, edge: side });
      if (place !== undefined) moves.moveLecture(dragged.id, place);
    },
  });

  function move(step: Step, mark: string): void {
    const place = lectureStep(moves.order, id, step);
    if (place !== undefined) moves.moveLecture(id, place, mark);
  }
  function closeForm(): void {
    moves.focusOn(`${id}:edit`);
    setDoing(undefined);
  }

  return (
    <li ref={box} className={`relative rounded-xl border border-line/70 bg-ground/50 ${dragging ? 'opacity-40' : ''}`}>
      <DropLine edge={edge} />
      <div className={doing === 'edit' ? 'hidden' : 'flex flex-wrap items-center gap-x-2 gap-y-1 px-2 py-1.5'}>
        <span
          ref={handle}
          title={t('outline.drag', { title })}
          className="grid h-10 w-6 shrink-0 cursor-grab place-items-center text-muted max-sm:hidden"
        >
          <Icon name="grip" className="size-4" />
        </span>
        <Icon name={kind === 'video' ? 'video' : 'book'} className="size-5 text-accent" />
        <div className="min-w-0 flex-1 basis-40 px-1">
          <h3 className="text-[0.9375rem] font-medium wrap-anywhere">{title}</h3>
          <LectureFacts lecture={lecture} />
        </div>
        <div className="ml-auto flex">
          <IconButton
            icon="arrowUp"
            label={t('outline.moveUp', { title })}
            data-focus={`${id}:up`}
            idle={lectureStep(moves.order, id, -1) === undefined}
            onClick={() => move(-1, `${id}:up`)}
          />
          <IconButton
            icon="arrowDown"
            label={t('outline.moveDown', { title })}
            data-focus={`${id}:down`}
            idle={lectureStep(moves.order, id, 1) === undefined}
            onClick={() => move(1, `${id}:down`)}
          />
          <IconButton
            icon="pencil"
            label={t('outline.edit', { title })}
            data-focus={`${id}:edit`}
            onClick={() => setDoing('edit')}
          />
          <IconButton icon="trash" label={t('outline.deleteLecture', { title })} onClick={() => setDoing('delete')} />
        </div>
      </div>
      {doing === 'edit' && <LectureForm of={{ lecture }} onDone={closeForm} />}
      {doing === 'delete' && (
        <DeleteDialog
          what="confirmLecture"
          title={title}
          onDelete={() => edits.deleteLecture(id)}
          onDeleted={() => moves.focusOn(`${placeOfLecture(moves.order, id)?.sectionId}:add-${kind}`)}
          onCancel={() => setDoing(undefined)}
        />
      )}
    </li>
  );
}

const stateLooks = { processing: 'text-link-soft', failed: 'text-danger-soft' } as const;

function LectureFacts({ lecture }: { readonly lecture: AuthoredLecture }) {
  const { t } = useTranslation('authoring');
  const { kind, state, preview } = lecture;
  const isTimed = lecture.durationSeconds !== undefined || lecture.readingSeconds !== undefined;
  return (
    <p className="flex flex-wrap gap-x-3 text-sm text-muted">
      <span>
        {t(`outline.kinds.${kind}`)}
        {isTimed && ` · ${t('outline.minutes', { count: minutes(lecture) })}`}
      </span>
      {state !== 'ready' && <span className={`font-medium ${stateLooks[state]}`}>{t(`outline.states.${state}`)}</span>}
      {preview && <span className="font-medium text-success">{t('outline.preview')}</span>}
    </p>
  );
}
