import { type AuthoredCourse, changeCourse, type Money } from '@studynotion/contracts';
import { z } from 'zod';
import { schemaOf } from '../../shared/forms/schema-of.ts';
import type { Information } from './authoring-api.ts';

const texts = ['title', 'summary', 'description', 'level', 'language'] as const;
const lists = ['whatYouWillLearn', 'requirements', 'tags'] as const;
const fields = [...texts, ...lists, 'price', 'categoryId'] as const;

export type InformationField = (typeof fields)[number];
/** What the form holds: lists as lines, the price in rupees. */
export type InformationFields = Readonly<Record<InformationField, string>>;

/** The values of the form for a course. */
export function informationFields(course: AuthoredCourse): InformationFields {
  return {
    ...(Object.fromEntries(texts.map((name) => [name, course[name]])) as Record<(typeof texts)[number], string>),
    ...(Object.fromEntries(lists.map((name) => [name, course[name].join('\n')])) as Record<
      (typeof lists)[number],
      string
    >),
    price: rupees(course.price),
    categoryId: course.categoryId ?? '',
  };
}

const { shape } = schemaOf(changeCourse);

const RupeePrice = z
  .string()
  .trim()
  .regex(/^\d{1,8}(\.\d{1,2})?$/, 'must be a price in rupees')
  .transform((text): Money => ({ amount: Math.round(Number(text) * 100), currency: 'INR' }))
  .refine(({ amount }) => amount === 0 || amount >= 100, 'must be a price in rupees');

/** The form as the contract takes it. */
export const InformationForm = z.strictObject({
  title: shape.title.unwrap(),
  summary: shape.summary.unwrap(),
  description: shape.description.unwrap(),
  level: shape.level.unwrap(),
  language: shape.language.unwrap(),
  whatYouWillLearn: z.string().transform(linesOf).pipe(shape.whatYouWillLearn.unwrap()),
  requirements: z.string().transform(linesOf).pipe(shape.requirements.unwrap()),
  tags: z.string().transform(linesOf).pipe(shape.tags.unwrap()),
  price: RupeePrice,
  categoryId: z
    .literal('')
    .transform(() => undefined)
    .or(shape.categoryId.unwrap()),
});

/** Only what differs from the course, so that nothing else is touched. */
export function informationChanges(course: AuthoredCourse, checked: z.output<typeof InformationForm>): Information {
  const changed = fields.filter((name) => checked[name] !== undefined && !isSame(checked[name], course[name]));
  return Object.fromEntries(changed.map((name) => [name, checked[name]]));
}

/** The lines that say something. */
export function linesOf(text: string): string[] {
  return text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
}

/** What is typed, brought onto a newer state of the course. */
export interface Rebased {
  readonly fields: InformationFields;
  /** Fields changed here and there, each in its own way; here they stay as typed. */
  readonly conflicts: readonly InformationField[];
}

/** Keeps what was typed since `base` and takes over everything else that is stored now. */
export function rebase(base: InformationFields, typed: InformationFields, stored: InformationFields): Rebased {
  const isTyped = (name: InformationField) => !isSameText(typed[name], base[name]);
  return {
    fields: Object.fromEntries(
      fields.map((name) => [name, isTyped(name) ? typed[name] : stored[name]]),
    ) as InformationFields,
    conflicts: fields.filter(
      (name) => isTyped(name) && !isSameText(stored[name], base[name]) && !isSameText(stored[name], typed[name]),
    ),
  };
}

/** Whether something is typed that is not stored. */
export function hasChanges(typed: InformationFields, stored: InformationFields): boolean {
  return fields.some((name) => !isSameText(typed[name], stored[name]));
}

function isSameText(one: string, other: string): boolean {
  return linesOf(one).join('\n') === linesOf(other).join('\n');
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function rupees({ amount }: Money): string {
  return amount % 100 === 0 ? `${amount / 100}` : (amount / 100).toFixed(2);
}
