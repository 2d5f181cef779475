import { createCourse } from '@studynotion/contracts';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { z } from 'zod';
import { problemOf } from '../../shared/api/api-problem.ts';
import { Button, ButtonLink } from '../../shared/components/button.tsx';
import { PageHeading } from '../../shared/components/page-heading.tsx';
import { ProblemAlert } from '../../shared/components/problem-alert.tsx';
import { TextField } from '../../shared/components/text-field.tsx';
import { schemaOf } from '../../shared/forms/schema-of.ts';
import { useForm } from '../../shared/forms/use-form.ts';
import { useCreateCourseMutation } from './authoring-api.ts';

const NewCourse = z.strictObject({ title: schemaOf(createCourse).shape.title });

export function Component() {
  const { t } = useTranslation(['authoring', 'common']);
  const navigate = useNavigate();
  const [createCourse] = useCreateCourseMutation();
  const form = useForm({
    initialValues: { title: '' },
    schema: NewCourse,
    onSubmit: async (checked) => {
      const { data, error } = await createCourse(checked);
      if (data === undefined) return problemOf(error);
      await navigate(`/dashboard/own-courses/${data.id}`);
      return undefined;
    },
  });
  return (
    <>
      <PageHeading title={t('newCourse.title')} />
      <p className="mt-2 mb-8">{t('newCourse.lead')}</p>
      <form noValidate onSubmit={form.submit} className="surface grid max-w-2xl gap-5 p-6 sm:p-8">
        <ProblemAlert problem={form.problem} />
        <TextField label={t('information.fields.title')} maxLength={120} {...form.field('title')} />
        <div className="flex flex-wrap gap-3">
          <Button type="submit" busy={form.sending}>
            {t('newCourse.create')}
          </Button>
          <ButtonLink look="quiet" to="/dashboard/own-courses">
            {t('common:cancel')}
          </ButtonLink>
        </div>
      </form>
    </>
  );
}
