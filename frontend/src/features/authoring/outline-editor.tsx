import { addSection } from '@studynotion/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import type { ApiProblem } from '../../shared/api/api-problem.ts';
import { Button, ButtonLink } from '../../shared/components/button.tsx';
import { Icon } from '../../shared/components/icon.tsx';
import { TextField } from '../../shared/components/text-field.tsx';
import { useFocusOn } from '../../shared/components/use-focus-on.ts';
import { schemaOf } from '../../shared/forms/schema-of.ts';
import { useForm } from '../../shared/forms/use-form.ts';
import type { OutlineOrder } from './authoring-api.ts';
import { EditProblem, useCourseEditing, useUnsaved } from './course-editing.tsx';
import { type OutlineMoves, OutlineMovesContext } from './outline-moves.ts';
import { inOrder, isSameOrder, moveLecture, moveSection, orderOf, placeOfLecture } from './outline-order.ts';
import { SectionPanel } from './section-panel.tsx';

/** The second step: sections and lectures, and their order. */
export function OutlineEditor() {
  const { t } = useTranslation('authoring');
  const { course } = useCourseEditing();
  const { moves, told, problem, forgetProblem } = useMoves();
  const sections = inOrder(course, moves.order);
  return (
    <OutlineMovesContext value={moves}>
      <p className="mb-5">{t('outline.lead')}</p>
      <p role="status" className="sr-only">
        {told}
      </p>
      <div className="grid gap-5">
        <EditProblem problem={problem} onLoaded={forgetProblem} />
        {sections.length > 0 && (
          <ol className="grid gap-5">
            {sections.map((section, index) => (
              <SectionPanel key={section.id} section={section} index={index} />
            ))}
          </ol>
        )}
        <NewSection isFirst={sections.length === 0} />
        <ButtonLink look="secondary" className="justify-self-start" to={`/dashboard/own-courses/${course.id}/publish`}>
          {t('builder.next.publish')}
          <Icon name="arrowRight" className="size-4" />
        </ButtonLink>
      </div>
    </OutlineMovesContext>
  );
}

/** Moves are shown at once and stored one after another; where one is refused, the stored order is shown again. */
function useMoves() {
  const { t } = useTranslation('authoring');
  const { course, edits } = useCourseEditing();
  const [pending, setPending] = useState<OutlineOrder>();
  const [told, setTold] = useState('');
  const [problem, setProblem] = useState<ApiProblem>();
  const focusOn = useFocusOn();
  const order = pending ?? orderOf(course);

  async function apply(next: OutlineOrder, text: string, mark?: string): Promise<void> {
    if (isSameOrder(next, order)) return;
    setPending(next);
    setTold(text);
    if (mark !== undefined) focusOn(mark);
    setProblem(await edits.orderOutline(next));
    setPending((current) => (current === next ? undefined : current));
  }

  const moves: OutlineMoves = {
    order,
    focusOn,
    moveSection: (sectionId, index, mark) => {
      const next = moveSection(order, sectionId, index);
      const title = course.sections.find(({ id }) => id === sectionId)?.title;
      void apply(next, t('outline.moved.section', { title, position: index + 1, total: next.length }), mark);
    },
    moveLecture: (lectureId, place, mark) => {
      const next = moveLecture(order, lectureId, place);
      const title = course.sections.flatMap(({ lectures }) => lectures).find(({ id }) => id === lectureId)?.title;
      const { index = 0 } = placeOfLecture(next, lectureId) ?? {};
      const total = next.find(({ id }) => id === place.sectionId)?.lectureIds.length;
      const section = course.sections.find(({ id }) => id === place.sectionId)?.title;
      void apply(next, t('outline.moved.lecture', { title, position: index + 1, total, section }), mark);
    },
  };
  return { moves, told, problem, forgetProblem: () => setProblem(undefined) };
}

const SectionForm = z.strictObject({ title: schemaOf(addSection).shape.title });

function NewSection({ isFirst }: { readonly isFirst: boolean }) {
  const { t } = useTranslation('authoring');
  const { edits } = useCourseEditing();
  const form = useForm({
    initialValues: { title: '' },
    schema: SectionForm,
    onSubmit: async ({ title }) => {
      const problem = await edits.addSection(title);
      if (problem === undefined) form.reset({ title: '' });
      return problem;
    },
  });
  useUnsaved(form.values.title.trim() !== '');
  return (
    <form noValidate onSubmit={form.submit} className="grid gap-4 rounded-2xl border border-dashed border-line p-5">
      {isFirst && (
        <div>
          <h2 className="text-lg font-semibold">{t('outline.empty.title')}</h2>
          <p className="mt-1">{t('outline.empty.text')}</p>
        </div>
      )}
      <EditProblem problem={form.problem} onLoaded={() => form.reset(form.values)} />
      <div className="grid items-start gap-3 sm:grid-cols-[minmax(0,1fr)_auto]">
        <TextField
          label={t('outline.newSection')}
          maxLength={120}
          data-focus="new-section"
          autoComplete="off"
          {...form.field('title')}
        />
        <Button type="submit" look="secondary" busy={form.sending} className="sm:mt-[1.6875rem]">
          <Icon name="plus" className="size-4" />
          {t('outline.addSection')}
        </Button>
      </div>
    </form>
  );
}
