import { Level } from '@studynotion/contracts';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Alert } from '../../shared/components/alert.tsx';
import { Button, ButtonLink } from '../../shared/components/button.tsx';
import { SelectField, TextArea, TextField } from '../../shared/components/text-field.tsx';
import { useFormat } from '../../shared/format/use-format.ts';
import { useForm } from '../../shared/forms/use-form.ts';
import { useListChoosableCategoriesQuery } from './authoring-api.ts';
import { EditProblem, useCourseEditing, useUnsaved } from './course-editing.tsx';
import {
  hasChanges,
  type InformationField,
  InformationForm as InformationSchema,
  informationChanges,
  informationFields,
  rebase,
} from './information.ts';
import { LinesField } from './lines-field.tsx';
import { TagsField } from './tags-field.tsx';
import { ThumbnailField } from './thumbnail-field.tsx';

/** Languages courses are written in; one that is set already is offered too. */
const LANGUAGES = ['en', 'hi', 'bn', 'gu', 'kn', 'ml', 'mr', 'or', 'pa', 'ta', 'te', 'ur'];

/** The first step: what is said of a course. */
export function InformationForm() {
  const { t } = useTranslation('authoring');
  const format = useFormat();
  const { course, edits } = useCourseEditing();
  const { data: categories = [] } = useListChoosableCategoriesQuery();
  const stored = informationFields(course);
  // What the form was last brought in line with; what differs from it was typed here.
  const base = useRef(stored);
  const [conflicts, setConflicts] = useState<readonly InformationField[]>([]);

  const form = useForm({
    initialValues: stored,
    schema: InformationSchema,
    onSubmit: async (checked) => {
      const changes = informationChanges(course, checked);
      if (Object.keys(changes).length === 0) return undefined;
      const before = base.current;
      // What comes back as stored is what was sent, not something that somebody else wrote.
      base.current = form.values;
      const problem = await edits.changeCourse(changes);
      if (problem !== undefined) base.current = before;
      else setConflicts([]);
      return problem;
    },
  });
  const unsaved = hasChanges(form.values, stored);
  useUnsaved(unsaved);

  // biome-ignore lint/correctness/useExhaustiveDependencies: only when another state of the course is there
  useEffect(() => {
    const { fields, conflicts: found } = rebase(base.current, form.values, stored);
    base.current = stored;
    form.reset(fields);
    setConflicts((before) => [...new Set([...before, ...found])]);
  }, [course.version]);

  const lines = (name: 'whatYouWillLearn' | 'requirements') => ({
    label: t(`information.fields.${name}`),
    add: t(`information.add.${name}`),
    maxLength: 200,
    maxLines: 20,
    value: form.values[name],
    error: form.field(name).error,
    onChange: (value: string) => form.setValue(name, value),
  });

  return (
    <form noValidate onSubmit={form.submit} className="grid gap-6">
      {conflicts.length > 0 && (
        <Alert tone="info" title={t('builder.conflicts.title')}>
          {t('builder.conflicts.text', {
            fields: conflicts.map((name) => t(`information.fields.${name}`)).join(', '),
          })}
        </Alert>
      )}
      <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_20rem]">
        <section className="surface grid gap-5 p-5 sm:p-6">
          <h2 className="text-lg font-semibold">{t('information.sections.about')}</h2>
          <TextField label={t('information.fields.title')} maxLength={120} {...form.field('title')} />
          <TextArea
            label={t('information.fields.summary')}
            hint={t('information.hints.summary')}
            rows={3}
            maxLength={300}
            {...form.field('summary')}
          />
          <TextArea
            label={t('information.fields.description')}
            hint={t('information.hints.description')}
            rows={9}
            maxLength={10_000}
            {...form.field('description')}
          />
          <LinesField {...lines('whatYouWillLearn')} />
          <LinesField {...lines('requirements')} optional />
        </section>
        <section className="surface grid gap-5 p-5 sm:p-6">
          <h2 className="text-lg font-semibold">{t('information.sections.facts')}</h2>
          <ThumbnailField />
          <SelectField label={t('information.fields.categoryId')} {...form.field('categoryId')}>
            <option value="" disabled={course.categoryId !== undefined}>
              {t('information.chooseCategory')}
            </option>
            {categories.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </SelectField>
          <SelectField label={t('information.fields.level')} {...form.field('level')}>
            {Level.options.map((level) => (
              <option key={level} value={level}>
                {t(`information.levels.${level}`)}
              </option>
            ))}
          </SelectField>
          <SelectField label={t('information.fields.language')} {...form.field('language')}>
            {[...new Set([course.language, ...LANGUAGES])].map((language) => (
              <option key={language} value={language}>
                {format.language(language)}
              </option>
            ))}
          </SelectField>
          <TextField
            label={t('information.fields.price')}
            hint={t('information.hints.price')}
            inputMode="decimal"
            autoComplete="off"
            {...form.field('price')}
          />
          <TagsField
            label={t('information.fields.tags')}
            hint={t('information.hints.tags')}
            maxLength={40}
            maxTags={20}
            value={form.values.tags}
            error={form.field('tags').error}
            onChange={(value) => form.setValue('tags', value)}
          />
        </section>
      </div>
      <EditProblem problem={form.problem} />
      <div className="sticky bottom-0 z-10 -mx-5 flex flex-wrap items-center gap-3 border-t border-line/70 bg-ground/90 px-5 py-4 backdrop-blur-lg sm:mx-0 sm:rounded-t-2xl">
        <Button type="submit" busy={form.sending}>
          {t('builder.save')}
        </Button>
        <ButtonLink look="secondary" to={`/dashboard/own-courses/${course.id}/outline`}>
          {t('builder.next.outline')}
        </ButtonLink>
        <p role="status" className={`text-sm ${unsaved ? 'text-accent' : 'text-muted'}`}>
          {t(unsaved ? 'builder.unsaved' : 'builder.saved')}
        </p>
      </div>
    </form>
  );
}
