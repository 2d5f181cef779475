import type { FieldProblem } from '@studynotion/contracts';
import type { z } from 'zod';

/** What is wrong with a field: a key of the namespace `validation` and the values its text needs. */
export interface FieldText {
  readonly key: ValidationKey;
  readonly values?: Readonly<Record<string, number>>;
}

export type FieldProblems = Readonly<Record<string, FieldText>>;

/** The messages of the contracts' schemas, and of the forms' own rules, each with its translatable text. */
const keyOfMessage = {
  'must be an e-mail address': 'email',
  'must have at least 8 characters': 'passwordShort',
  'must have at most 128 characters': 'passwordLong',
  'must be one line of text': 'oneLine',
  'must be a telephone number': 'telephone',
  'must be the 6 digits from the mail': 'code',
  'must be the same password': 'passwordsDiffer',
  'must be a price in rupees': 'price',
} as const;

export type ValidationKey =
  | (typeof keyOfMessage)[keyof typeof keyOfMessage]
  | 'required'
  | 'tooLong'
  | 'date'
  | 'other';

/** The first problem of each field that a schema refuses. */
export function problemsOfForm(issues: readonly z.core.$ZodIssue[]): FieldProblems {
  return firstOfEach(issues.map((issue) => [issue.path.join('.'), textOfIssue(issue)]));
}

/** The problems of fields that the server refuses. */
export function problemsOfAnswer(errors: readonly FieldProblem[] = []): FieldProblems {
  return firstOfEach(errors.map(({ path, message }) => [path, textOfMessage(message) ?? { key: 'other' }]));
}

function firstOfEach(problems: readonly [string, FieldText][]): FieldProblems {
  return Object.fromEntries([...problems].reverse());
}

function textOfIssue(issue: z.core.$ZodIssue): FieldText {
  const ofMessage = textOfMessage(issue.message);
  if (ofMessage !== undefined) return ofMessage;
  if (issue.code === 'too_small') return { key: 'required' };
  if (issue.code === 'too_big') return { key: 'tooLong', values: { maximum: Number(issue.maximum) } };
  if (issue.code === 'invalid_type' || issue.code === 'invalid_value') return { key: 'required' };
  if (issue.code === 'invalid_format' && issue.format === 'date') return { key: 'date' };
  return { key: 'other' };
}

function textOfMessage(message: string): FieldText | undefined {
  return isKnown(message) ? { key: keyOfMessage[message] } : undefined;
}

function isKnown(message: string): message is keyof typeof keyOfMessage {
  return Object.hasOwn(keyOfMessage, message);
}
