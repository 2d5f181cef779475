/** The part of JSON Schema that the contracts use. */
export interface JsonSchema {
  readonly type?: string;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** A value that must be refused at its place, and why. */
interface BadValue {
  readonly what: string;
  readonly value: unknown;
}

/** What queries of MongoDB take for an instruction. */
const operators: readonly BadValue[] = [{ $gt: '' }, { $ne: null }, { $where: 'return true' }, { $regex: '.*' }].map(
  (value) => ({ what: `the operator ${Object.keys(value)[0]}`, value }),
);

const ofOtherTypes: Readonly<Record<string, unknown>> = {
  null: null,
  boolean: true,
  number: 42,
  string: 'text',
  array: ['text'],
  object: { text: 'text' },
};

/** Fields that hardly anybody declared; JSON.parse makes an own field of `__proto__`. */
const unknownFields: readonly unknown[] = [
  '{"role":"administrator"}',
  '{"$where":"return true"}',
  '{"__proto__":{"role":"administrator"}}',
  '{"constructor":{"prototype":{"role":"administrator"}}}',
].map((text) => JSON.parse(text));

/**
 * Bodies of a route that must be refused, each wrong in one place only.
 * @param valid a body that is accepted, with every field of the schema and one item in every list
 * @param leftOut fields of the schema that it cannot have
 */
export function badBodies(schema: JsonSchema, valid: unknown, leftOut: readonly string[] = []): BadValue[] {
  const form = formOf(schema, valid);
  const properties = Object.entries(form.properties ?? {}).filter(([name]) => !leftOut.includes(name));
  return badValues({ ...form, properties: Object.fromEntries(properties) }, valid, 'body');
}

/** Of several forms the one that the valid body has; a constant tells them apart. */
function formOf(schema: JsonSchema, valid: unknown): JsonSchema {
  const isItsForm = ({ properties = {} }: JsonSchema) =>
    isRecord(valid) &&
    Object.entries(properties).every(([name, property]) => [undefined, valid[name]].includes(property.const));
  return schema.oneOf?.find(isItsForm) ?? schema;
}

function badValues(schema: JsonSchema, valid: unknown, place: string): BadValue[] {
  const at = (bad: BadValue): BadValue => ({ ...bad, what: `${place}: ${bad.what}` });
  return [
    ...wrongTypes(schema, valid).map(at),
    ...outOfBounds(schema, valid).map(at),
    ...(isRecord(valid) ? wrongFields(schema, valid, place) : []),
    ...(Array.isArray(valid) ? wrongItems(schema, valid, place) : []),
  ];
}

function wrongTypes(schema: JsonSchema, valid: unknown): BadValue[] {
  const accepted = typesOf(schema);
  const others = Object.entries(ofOtherTypes).filter(([type]) => !accepted.has(type));
  return [
    ...others.map(([type, value]) => ({ what: `a value of type ${type}`, value })),
    ...(accepted.has('object') ? [] : operators),
    ...(accepted.has('array') ? [] : [{ what: 'the right value in a list', value: [valid] }]),
    ...(accepted.has('number') ? [{ what: 'a number as text', value: String(valid) }] : []),
  ];
}

function typesOf(schema: JsonSchema): ReadonlySet<string> {
  if (schema.anyOf !== undefined) return new Set(schema.anyOf.flatMap((part) => [...typesOf(part)]));
  const values = schema.const === undefined ? schema.enum : [schema.const];
  if (values !== undefined) return new Set(values.map((value) => (value === null ? 'null' : typeof value)));
  return new Set([schema.type === 'integer' ? 'number' : (schema.type ?? 'anything')]);
}

/** Values of the right type that are too long, too short, too large, too small or of the wrong form. */
function outOfBounds(schema: JsonSchema, valid: unknown): BadValue[] {
  if (schema.anyOf !== undefined)
    return schema.anyOf.filter((part) => typesOf(part).has(typeof valid)).flatMap((part) => outOfBounds(part, valid));
  if (typeof valid === 'string') return wrongTexts(schema, valid);
  if (typeof valid === 'number') return wrongNumbers(schema, valid);
  return [];
}

function wrongTexts({ minLength = 0, maxLength, pattern, format, ...schema }: JsonSchema, valid: string): BadValue[] {
  const isOneOfSome = schema.enum !== undefined || schema.const !== undefined;
  const hasForm = isOneOfSome || pattern !== undefined || format !== undefined;
  const mayBeEmpty = minLength === 0 && !isOneOfSome && format === undefined && new RegExp(pattern ?? '', 'u').test('');
  return [
    ...(mayBeEmpty ? [] : [{ what: 'no text', value: '' }]),
    ...(minLength > 1 ? [{ what: 'too short a text', value: valid.slice(0, minLength - 1) }] : []),
    ...(maxLength === undefined ? [] : [{ what: 'too long a text', value: valid.padEnd(maxLength + 1, 'x') }]),
    ...(isOneOfSome ? [{ what: 'none of the choices', value: `${valid}x` }] : []),
    ...(hasForm && !mayBeEmpty ? [{ what: 'blanks', value: '   ' }] : []),
    ...(hasForm ? [{ what: 'a control character', value: `${valid}\u0000` }] : []),
    ...(hasForm ? [{ what: 'a huge text', value: 'x'.repeat(50_000) }] : []),
  ];
}

function wrongNumbers({ minimum, maximum }: JsonSchema, valid: number): BadValue[] {
  return [
    { what: 'half a number', value: valid + 0.5 },
    { what: 'a huge number', value: 1e308 },
    ...(minimum === undefined ? [] : [{ what: 'too small a number', value: minimum - 1 }]),
    ...(maximum === undefined ? [] : [{ what: 'too large a number', value: maximum + 1 }]),
  ];
}

function wrongFields(schema: JsonSchema, valid: Record<string, unknown>, place: string): BadValue[] {
  const { properties = {}, required = [] } = schema;
  const without = (name: string) => Object.fromEntries(Object.entries(valid).filter(([field]) => field !== name));
  return [
    ...required.map((name) => ({ what: `${place}: without ${name}`, value: without(name) })),
    ...unknownFields
      .filter((extra) => !Object.keys(Object(extra)).some((name) => Object.hasOwn(properties, name)))
      .map((extra) => ({ what: `${place}: with ${JSON.stringify(extra)}`, value: merged(valid, extra) })),
    ...Object.entries(properties).flatMap(([name, property]) =>
      badValues(property, present(valid, name, place), `${place}.${name}`).map(({ what, value }) => ({
        what,
        value: { ...valid, [name]: value },
      })),
    ),
  ];
}

function present(valid: Record<string, unknown>, name: string, place: string): unknown {
  if (valid[name] === undefined) throw new Error(`the valid input lacks ${place}.${name}, so nothing tests it`);
  return valid[name];
}

function wrongItems({ items = {}, minItems = 0, maxItems }: JsonSchema, valid: unknown[], place: string): BadValue[] {
  const [first] = valid;
  return [
    ...(minItems > 0 ? [{ what: `${place}: an empty list`, value: [] }] : []),
    ...(maxItems === undefined ? [] : [{ what: `${place}: too long a list`, value: Array(maxItems + 1).fill(first) }]),
    ...badValues(items, first, `${place}[0]`).map(({ what, value }) => ({ what, value: [value, ...valid.slice(1)] })),
  ];
}

/** Spreading keeps an own field named `__proto__`, assigning would not. */
function merged(valid: object, extra: unknown): unknown {
  return { ...valid, ...(extra as object) };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
