import { type Html, html, joined } from './html.ts';

/** The parts of JSON Schema that the contracts lead to. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly default?: unknown;
}

/** A longer pattern tells a reader nothing. */
const LONGEST_PATTERN = 60;

export function isObject({ properties }: Schema): boolean {
  return properties !== undefined;
}

/** What a value may be, in a few words. */
export function typeOf(schema: Schema): Html {
  const given = schema.default === undefined ? undefined : html`, by default <code>${String(schema.default)}</code>`;
  return html`${kindOf(schema)}${limitsOf(schema)}${given}`;
}

/** The fields of an object, those of objects in it below them. */
export function fieldsOf({ properties = {}, required = [] }: Schema): Html {
  const entries = Object.entries(properties).map(([name, schema]) => {
    const optional = required.includes(name) ? undefined : html` <span class="soft">(optional)</span>`;
    const inner = schema.items ?? schema;
    const below = isObject(inner) ? fieldsOf(inner) : undefined;
    return html`<div><dt><code>${name}</code></dt><dd>${typeOf(schema)}${optional}${below}</dd></div>`;
  });
  return html`<dl>${entries}</dl>`;
}

function kindOf(schema: Schema): Html {
  const { $ref, anyOf, items, type, format, pattern } = schema;
  if ($ref !== undefined) {
    const name = $ref.split('/').at(-1) ?? '';
    return html`<a href="#schema-${name}">${name}</a>`;
  }
  if (anyOf !== undefined) return html`${joined(anyOf.map(typeOf), ' or ')}`;
  if (schema.enum !== undefined) return html`one of ${joined(schema.enum.map(constantOf), ', ')}`;
  if (schema.const !== undefined) return constantOf(schema.const);
  if (items !== undefined) return html`list of ${typeOf(items)}`;
  if (format !== undefined) return html`${type} (${format})`;
  if (pattern !== undefined && pattern.length <= LONGEST_PATTERN) return html`${type} like <code>${pattern}</code>`;
  return html`${type ?? 'any'}`;
}

function constantOf(value: unknown): Html {
  return html`<code>${String(value)}</code>`;
}

function limitsOf({ minLength, maxLength, minimum, maximum, minItems, maxItems }: Schema): string {
  return [
    range(minLength, maxLength, ' characters'),
    range(finite(minimum), finite(maximum), ''),
    range(minItems, maxItems, ' of them'),
  ].join('');
}

/** The bounds of safe integers say nothing of a field. */
function finite(bound: number | undefined): number | undefined {
  return bound !== undefined && Math.abs(bound) < Number.MAX_SAFE_INTEGER ? bound : undefined;
}

function range(least: number | undefined, most: number | undefined, unit: string): string {
  if (least !== undefined && most !== undefined) return `, ${least} to ${most}${unit}`;
  if (least !== undefined) return `, at least ${least}${unit}`;
  return most === undefined ? '' : `, at most ${most}${unit}`;
}
