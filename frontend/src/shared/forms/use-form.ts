import { type ChangeEvent, type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { ApiProblem } from '../api/api-problem.ts';
import { type FieldProblems, problemsOfAnswer, problemsOfForm } from './field-problems.ts';

type Values = Readonly<Record<string, string>>;
type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

export interface FormOptions<Fields extends Values, Checked> {
  readonly initialValues: Fields;
  /** From the contracts, so that browser and server refuse the same. */
  readonly schema: z.ZodType<Checked>;
  /** Does what the form is for; what it returns is shown at the form or, where it names fields, at these. */
  readonly onSubmit: (checked: Checked) => Promise<ApiProblem | undefined>;
  /** The field that a problem of the whole form is about. */
  readonly fieldOfProblem?: (problem: ApiProblem) => (keyof Fields & string) | undefined;
}

/** State and behaviour of a form: values, check, sending once, problems at their fields, focus on the first of them. */
export function useForm<Fields extends Values, Checked>(options: FormOptions<Fields, Checked>) {
  const { t } = useTranslation(['validation', 'problems']);
  const [values, setValues] = useState<Fields>(options.initialValues);
  const [fieldProblems, setFieldProblems] = useState<FieldProblems>({});
  const [problem, setProblem] = useState<ApiProblem>();
  const [sending, setSending] = useState(false);

  const problemField = problem === undefined ? undefined : options.fieldOfProblem?.(problem);

  function errorOf(name: string): string | undefined {
    const text = fieldProblems[name];
    if (text !== undefined) return t(`validation:${text.key}`, text.values ?? {});
    return problem !== undefined && problemField === name ? t(`problems:${problem.code}`) : undefined;
  }

  function setValue(name: string, value: string): void {
    setValues((before) => ({ ...before, [name]: value }));
    setFieldProblems(({ [name]: _, ...others }) => others);
    if (problemField === name) setProblem(undefined);
  }

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    if (sending) return;
    const form = event.currentTarget;
    setProblem(undefined);
    const checked = options.schema.safeParse(values);
    if (!checked.success) return refuse(form, problemsOfForm(checked.error.issues));
    setFieldProblems({});
    setSending(true);
    const found = await options.onSubmit(checked.data).finally(() => setSending(false));
    if (found === undefined) return;
    setProblem(found);
    const ofField = options.fieldOfProblem?.(found);
    if (ofField !== undefined) focusField(form, ofField);
    else if (found.errors !== undefined) refuse(form, problemsOfAnswer(found.errors));
  }

  function refuse(form: HTMLFormElement, problems: FieldProblems): void {
    setFieldProblems(problems);
    const first = [...form.elements].find((element) => Object.hasOwn(problems, (element as Field).name));
    if (first instanceof HTMLElement) first.focus();
  }

  return {
    values,
    sending,
    /** A problem of the whole form, not of one of its fields. */
    problem: problemField === undefined ? problem : undefined,
    submit,
    setValue,
    /** Puts other values into the form, such as those just saved; a problem of the form is over then. */
    reset: (fields: Fields) => {
      setValues(fields);
      setProblem(undefined);
    },
    /** The properties of a field's component. */
    field: (name: keyof Fields & string) => ({
      name,
      value: values[name] as string,
      error: errorOf(name),
      onChange: ({ target }: ChangeEvent<Field>) => setValue(name, target.value),
    }),
  };
}

function focusField(form: HTMLFormElement, name: string): void {
  const field = form.elements.namedItem(name);
  if (field instanceof HTMLElement) field.focus();
}
