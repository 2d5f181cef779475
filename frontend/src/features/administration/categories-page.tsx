import { createCategory } from '@studynotion/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { type ApiProblem, problemOf } from '../../shared/api/api-problem.ts';
import { Button } from '../../shared/components/button.tsx';
import { ConfirmDialog } from '../../shared/components/confirm-dialog.tsx';
import { Icon } from '../../shared/components/icon.tsx';
import { IconButton } from '../../shared/components/icon-button.tsx';
import { PageHeading } from '../../shared/components/page-heading.tsx';
import { PageState } from '../../shared/components/page-state.tsx';
import { ProblemAlert } from '../../shared/components/problem-alert.tsx';
import { ProblemState } from '../../shared/components/problem-state.tsx';
import { TextArea, TextField } from '../../shared/components/text-field.tsx';
import { useFocusOn } from '../../shared/components/use-focus-on.ts';
import { schemaOf } from '../../shared/forms/schema-of.ts';
import { useForm } from '../../shared/forms/use-form.ts';
import {
  type ListedCategory,
  useChangeCategoryMutation,
  useCreateCategoryMutation,
  useDeleteCategoryMutation,
  useListAllCategoriesQuery,
} from './administration-api.ts';
import { ListSkeleton } from './list-skeleton.tsx';

export function Component() {
  const { t } = useTranslation('administration');
  const {
    data: categories,
    error,
    isFetching,
    refetch,
  } = useListAllCategoriesQuery(undefined, {
    refetchOnMountOrArgChange: true,
  });
  return (
    <>
      <PageHeading title={t('categories.title')} />
      <p className="mt-2 mb-8">{t('categories.lead')}</p>
      <div className="grid gap-6">
        <NewCategory />
        {categories === undefined ? (
          error === undefined ? (
            <ListSkeleton />
          ) : (
            <ProblemState error={error} onRetry={refetch} retrying={isFetching} />
          )
        ) : categories.length === 0 ? (
          <PageState icon="tag" title={<h2 className="text-lg font-semibold">{t('categories.empty.title')}</h2>}>
            {t('categories.empty.text')}
          </PageState>
        ) : (
          // biome-ignore lint/a11y/noRedundantRoles: Safari takes the list for none where no bullets are shown
          <ul role="list" className="grid gap-3">
            {categories.map((category) => (
              <CategoryItem key={category.id} category={category} />
            ))}
          </ul>
        )}
      </div>
    </>
  );
}

const { name, description } = schemaOf(createCategory).shape;
const CategoryFields = z.strictObject({ name, description });
const nothing = { name: '', description: '' };

interface CategoryFormProps {
  readonly initial: typeof nothing;
  readonly submit: string;
  readonly onSave: (fields: { name: string; description: string }) => Promise<ApiProblem | undefined>;
  readonly onCancel?: () => void;
}

function CategoryForm({ initial, submit, onSave, onCancel }: CategoryFormProps) {
  const { t } = useTranslation(['administration', 'common']);
  const form = useForm({
    initialValues: initial,
    schema: CategoryFields,
    fieldOfProblem: ({ code }) => (code === 'category.name-taken' ? 'name' : undefined),
    onSubmit: async (checked) => {
      const problem = await onSave(checked);
      if (problem === undefined) form.reset(initial);
      return problem;
    },
  });
  return (
    <form noValidate onSubmit={form.submit} className="grid gap-4">
      <ProblemAlert problem={form.problem} />
      <TextField
        label={t('categories.name')}
        maxLength={60}
        autoFocus={onCancel !== undefined}
        autoComplete="off"
        {...form.field('name')}
      />
      <TextArea label={t('categories.description')} optional rows={2} maxLength={500} {...form.field('description')} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" busy={form.sending}>
          {submit}
        </Button>
        {onCancel !== undefined && (
          <Button look="quiet" onClick={onCancel}>
            {t('common:cancel')}
          </Button>
        )}
      </div>
    </form>
  );
}

function NewCategory() {
  const { t } = useTranslation('administration');
  const [createCategory] = useCreateCategoryMutation();
  return (
    <section className="surface grid gap-4 p-5 sm:p-6">
      <h2 className="text-lg font-semibold">{t('categories.new')}</h2>
      <CategoryForm
        initial={nothing}
        submit={t('categories.create')}
        onSave={async (fields) => toProblem(await createCategory(fields))}
      />
    </section>
  );
}

function CategoryItem({ category }: { readonly category: ListedCategory }) {
  const { t } = useTranslation('administration');
  const [changeCategory] = useChangeCategoryMutation();
  const [deleteCategory, deletion] = useDeleteCategoryMutation();
  const [doing, setDoing] = useState<'edit' | 'delete'>();
  const focusOn = useFocusOn();
  const { id, name, description, version, courseCount } = category;

  function close(): void {
    focusOn(`${id}:edit`);
    setDoing(undefined);
  }
  async function save(fields: { name: string; description: string }): Promise<ApiProblem | undefined> {
    const problem = toProblem(await changeCategory({ categoryId: id, version, ...fields }));
    if (problem === undefined) close();
    return problem;
  }

  return (
    <li className="surface p-4 sm:p-5">
      {doing === 'edit' ? (
        <CategoryForm initial={{ name, description }} submit={t('categories.save')} onSave={save} onCancel={close} />
      ) : (
        <div className="flex items-start gap-3">
          <Icon name="tag" className="mt-1 size-5 text-accent" />
          <div className="min-w-0 flex-1">
            <h2 className="font-semibold wrap-anywhere">{name}</h2>
            {description !== '' && <p className="mt-0.5 text-[0.9375rem] wrap-anywhere">{description}</p>}
            <p className="mt-1 text-sm text-muted">{t('categories.courses', { count: courseCount })}</p>
          </div>
          <div className="flex">
            <IconButton
              icon="pencil"
              label={t('categories.edit', { name })}
              data-focus={`${id}:edit`}
              onClick={() => setDoing('edit')}
            />
            <IconButton icon="trash" label={t('categories.delete', { name })} onClick={() => setDoing('delete')} />
          </div>
        </div>
      )}
      {doing === 'delete' && (
        <ConfirmDialog
          title={t('categories.confirm.title')}
          confirm={t('categories.confirm.confirm')}
          busy={deletion.isLoading}
          onConfirm={() => deleteCategory(id)}
          onCancel={close}
        >
          <p>{t('categories.confirm.text', { name })}</p>
          {deletion.error !== undefined && (
            <div className="mt-4">
              <ProblemAlert problem={problemOf(deletion.error)} />
            </div>
          )}
        </ConfirmDialog>
      )}
    </li>
  );
}

function toProblem({ error }: { readonly error?: unknown }): ApiProblem | undefined {
  return error === undefined ? undefined : problemOf(error);
}
