import { changeSection } from '@studynotion/contracts';
import { type RefObject, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { Button } from '../../shared/components/button.tsx';
import { Icon } from '../../shared/components/icon.tsx';
import { IconButton } from '../../shared/components/icon-button.tsx';
import { TextField } from '../../shared/components/text-field.tsx';
import { schemaOf } from '../../shared/forms/schema-of.ts';
import { useForm } from '../../shared/forms/use-form.ts';
import type { AuthoredLecture, AuthoredSection } from './authoring-api.ts';
import { EditProblem, useCourseEditing, useUnsaved } from './course-editing.tsx';
import { DeleteDialog } from './delete-dialog.tsx';
import { DropLine } from './drop-line.tsx';
import { LectureForm } from './lecture-form.tsx';
import { LectureRow } from './lecture-row.tsx';
import { useOutlineMoves } from './outline-moves.ts';
import { type Step, sectionDrop, sectionStep } from './outline-order.ts';
import { useDrag } from './use-drag.ts';

export interface SectionPanelProps {
  readonly section: AuthoredSection;
  readonly index: number;
}

/** A section with its lectures: renamed, moved and deleted at its head, lectures added at its foot. */
export function SectionPanel({ section, index }: SectionPanelProps) {
  const { t } = useTranslation('authoring');
  const moves = useOutlineMoves();
  const [adding, setAdding] = useState<AuthoredLecture['kind']>();
  const { id, title, lectures } = section;
  const { box, handle, edge, dragging } = useDrag<HTMLLIElement>({
    item: { kind: 'section', id },
    accepts: ({ kind }) => (kind === 'section' ? 'beside' : 'inside'),
    onDrop: (dragged, side) => {
      if (dragged.kind === 'lecture') moves.moveLecture(dragged.id, { sectionId: id, index: lectures.length });
      else if (side !== 'inside')
        moves.moveSection(dragged.id, sectionDrop(moves.order, dragged.id, { sectionId: id, edge: side }));
    },
  });

  function closeForm(): void {
    moves.focusOn(`${id}:add-${adding}`);
    setAdding(undefined);
  }

  return (
    <li
      ref={box}
      className={`surface relative p-3 sm:p-5 ${dragging ? 'opacity-40' : ''} ${edge === 'inside' ? 'border-accent' : ''}`}
    >
      <DropLine edge={edge} />
      <SectionHead section={section} index={index} handle={handle} />
      {lectures.length === 0 && adding === undefined && (
        <p className="mt-4 px-2 text-muted">{t('outline.noLectures')}</p>
      )}
      {lectures.length > 0 && (
        <ol aria-label={title} className="mt-4 grid gap-2">
          {lectures.map((lecture) => (
            <LectureRow key={lecture.id} lecture={lecture} />
          ))}
        </ol>
      )}
      {adding === undefined ? (
        <div className="mt-4 flex flex-wrap gap-2">
          {(['video', 'article'] as const).map((kind) => (
            <Button
              key={kind}
              look="secondary"
              data-focus={`${id}:add-${kind}`}
              aria-describedby={`${id}-title`}
              onClick={() => setAdding(kind)}
            >
              <Icon name={kind === 'video' ? 'video' : 'book'} className="size-4" />
              {t(kind === 'video' ? 'outline.addVideo' : 'outline.addArticle')}
            </Button>
          ))}
        </div>
      ) : (
        <div className="mt-4">
          <LectureForm of={{ sectionId: id, kind: adding }} onDone={closeForm} />
        </div>
      )}
    </li>
  );
}

interface SectionHeadProps extends SectionPanelProps {
  readonly handle: RefObject<HTMLSpanElement | null>;
}

function SectionHead({ section, index, handle }: SectionHeadProps) {
  const { t } = useTranslation('authoring');
  const { edits } = useCourseEditing();
  const moves = useOutlineMoves();
  const [doing, setDoing] = useState<'rename' | 'delete'>();
  const { id, title } = section;

  function move(step: Step, mark: string): void {
    const to = sectionStep(moves.order, id, step);
    if (to !== undefined) moves.moveSection(id, to, mark);
  }
  if (doing === 'rename')
    return (
      <RenameSection
        section={section}
        onDone={() => {
          moves.focusOn(`${id}:rename`);
          setDoing(undefined);
        }}
      />
    );
  return (
    <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <span
        ref={handle}
        title={t('outline.drag', { title })}
        className="grid h-10 w-7 shrink-0 cursor-grab place-items-center text-muted max-sm:hidden"
      >
        <Icon name="grip" />
      </span>
      <h2 id={`${id}-title`} className="min-w-0 flex-1 basis-48 px-1 font-semibold wrap-anywhere">
        <span className="block text-xs font-medium tracking-wide text-accent">
          {t('outline.number', { number: index + 1 })}
        </span>
        {title}
      </h2>
      <div className="ml-auto flex">
        <IconButton
          icon="arrowUp"
          label={t('outline.moveUp', { title })}
          data-focus={`${id}:up`}
          idle={sectionStep(moves.order, id, -1) === undefined}
          onClick={() => move(-1, `${id}:up`)}
        />
        <IconButton
          icon="arrowDown"
          label={t('outline.moveDown', { title })}
          data-focus={`${id}:down`}
          idle={sectionStep(moves.order, id, 1) === undefined}
          onClick={() => move(1, `${id}:down`)}
        />
        <IconButton
          icon="pencil"
          label={t('outline.renameSection', { title })}
          data-focus={`${id}:rename`}
          onClick={() => setDoing('rename')}
        />
        <IconButton icon="trash" label={t('outline.deleteSection', { title })} onClick={() => setDoing('delete')} />
      </div>
      {doing === 'delete' && (
        <DeleteDialog
          what="confirmSection"
          title={title}
          onDelete={() => edits.deleteSection(id)}
          onDeleted={() => moves.focusOn('new-section')}
          onCancel={() => setDoing(undefined)}
        />
      )}
    </div>
  );
}

const SectionForm = z.strictObject({ title: schemaOf(changeSection).shape.title });

function RenameSection({ section, onDone }: { readonly section: AuthoredSection; readonly onDone: () => void }) {
  const { t } = useTranslation(['authoring', 'common']);
  const { edits } = useCourseEditing();
  const form = useForm({
    initialValues: { title: section.title },
    schema: SectionForm,
    onSubmit: async ({ title }) => {
      const problem = title === section.title ? undefined : await edits.renameSection(section.id, title);
      if (problem === undefined) onDone();
      return problem;
    },
  });
  useUnsaved(form.values.title.trim() !== section.title);
  return (
    <form noValidate onSubmit={form.submit} className="grid gap-4">
      <EditProblem problem={form.problem} onLoaded={() => form.reset(form.values)} />
      <TextField label={t('outline.newSection')} autoFocus maxLength={120} {...form.field('title')} />
      <div className="flex gap-2">
        <Button type="submit" busy={form.sending}>
          {t('builder.save')}
        </Button>
        <Button look="quiet" onClick={onDone}>
          {t('common:cancel')}
        </Button>
      </div>
    </form>
  );
}
