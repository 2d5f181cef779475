import type { z } from 'zod';

/** A rule among fields. The API server keeps it as CEL; the schema keeps it too, for what no server has seen. */
export interface Rule<Value> {
  /** CEL over `self`: https://kubernetes.io/docs/reference/using-api/cel/. */
  readonly rule: string;
  /** Names the field, and the way out. */
  readonly message: string;
  /** The same in TypeScript. */
  readonly holds: (value: Value) => boolean;
}

/** A rule that compares with what was before; only the API server can keep it. */
export interface TransitionRule {
  /** CEL over `self` and `oldSelf`. */
  readonly rule: string;
  readonly message: string;
}

/** The schema with rules. */
export function withRules<Schema extends z.ZodType>(
  schema: Schema,
  rules: readonly Rule<z.output<Schema>>[],
  transitions: readonly TransitionRule[] = [],
): Schema {
  let checked = schema;
  for (const { holds, message } of rules) checked = checked.refine(holds, message);
  const validations = [...rules, ...transitions].map(({ rule, message }) => ({ rule, message }));
  return checked.meta({ ...schema.meta(), 'x-kubernetes-validations': validations });
}

/** The schema of a field that keeps the value it has been given first. */
export function unchangeable<Schema extends z.ZodType>(schema: Schema, message: string): Schema {
  return withRules(schema, [], [{ rule: 'self == oldSelf', message }]);
}
