import type { Fields, ListMap, Structure } from './structure.ts';

/**
 * Sets of fields as the API server keeps them for each manager, and what it does with them: a small model of
 * https://github.com/kubernetes-sigs/structured-merge-diff. A path is its steps, one a line, written as in `fieldsV1`:
 * `f:spec`, `k:{"name":"app"}`, `v:"finalizer"`.
 */
export type FieldSet = ReadonlySet<string>;

export type ValueMap = Readonly<Record<string, unknown>>;

/** One step below another path; at the top the path is empty. */
function below(path: string, step: string): string {
  return path === '' ? step : `${path}\n${step}`;
}

export function isMap(value: unknown): value is ValueMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isListMap(structure: Structure | undefined): structure is ListMap {
  return typeof structure === 'object' && 'keys' in structure;
}

function childStructure(structure: Structure | undefined, field: string): Structure | undefined {
  if (typeof structure !== 'object') return undefined;
  if ('each' in structure) return structure.each;
  return 'fields' in structure ? structure.fields[field] : undefined;
}

/** Whether items are told apart, or the list is a value like any other. */
function isMergedList(structure: Structure | undefined): structure is ListMap | 'set' {
  return structure === 'set' || isListMap(structure);
}

function stepOf(item: unknown, structure: ListMap | 'set'): string {
  if (structure === 'set') return `v:${JSON.stringify(item)}`;
  const key = Object.fromEntries(
    [...structure.keys]
      .sort()
      .map((name) => [name, (isMap(item) ? item[name] : undefined) ?? structure.defaults?.[name]]),
  );
  return `k:${JSON.stringify(key)}`;
}

function itemStructure(structure: ListMap | 'set'): Fields | undefined {
  return structure === 'set' ? undefined : structure.item;
}

/** The parts of a value that have owners of their own, with their steps; undefined for what is one whole. */
function partsOf(
  value: unknown,
  structure: Structure | undefined,
): [string, unknown, Structure | undefined][] | undefined {
  if (structure === 'atomic') return undefined;
  if (isMap(value))
    return Object.entries(value).map(([name, part]) => [`f:${name}`, part, childStructure(structure, name)]);
  if (Array.isArray(value) && isMergedList(structure))
    return value.map((item) => [stepOf(item, structure), item, itemStructure(structure)]);
  return undefined;
}

/** The fields that a configuration names. */
export function fieldsOf(value: unknown, structure: Structure | undefined, path = ''): Set<string> {
  const parts = partsOf(value, structure);
  if (parts === undefined) return new Set([path]);
  const named = new Set<string>();
  // What is called as a user likes, or told by its keys, is there or not by itself.
  const areItems = typeof structure !== 'object' || !('fields' in structure);
  for (const [step, part, its] of parts) {
    const here = below(path, step);
    if ((areItems && structure !== undefined) || (isMap(part) && Object.keys(part).length === 0)) named.add(here);
    for (const field of fieldsOf(part, its, here)) named.add(field);
  }
  return named;
}

export interface Comparison {
  readonly added: Set<string>;
  readonly modified: Set<string>;
  readonly removed: Set<string>;
}

export function compare(before: unknown, after: unknown, structure: Structure | undefined): Comparison {
  const comparison: Comparison = { added: new Set(), modified: new Set(), removed: new Set() };
  compareAt('', before, after, structure, comparison);
  return comparison;
}

type Parts = ReturnType<typeof partsOf>;

/** A null stands for a list or a map that is empty where the other side has one. */
function partsOfBoth(before: unknown, after: unknown, structure: Structure | undefined): [Parts, Parts] {
  const [partsBefore, partsAfter] = [partsOf(before, structure), partsOf(after, structure)];
  if (before === null && partsAfter !== undefined) return [[], partsAfter];
  if (after === null && partsBefore !== undefined) return [partsBefore, []];
  return [partsBefore, partsAfter];
}

function compareAt(
  path: string,
  before: unknown,
  after: unknown,
  structure: Structure | undefined,
  comparison: Comparison,
): void {
  const [partsBefore, partsAfter] = partsOfBoth(before, after, structure);
  if (before === undefined) comparison.added.add(path);
  else if (after === undefined) comparison.removed.add(path);
  else if ((partsBefore === undefined || partsAfter === undefined) && !isSame(before, after))
    comparison.modified.add(path);
  const steps = new Map<string, [unknown, unknown, Structure | undefined]>();
  for (const [step, part, its] of partsBefore ?? []) steps.set(step, [part, undefined, its]);
  for (const [step, part, its] of partsAfter ?? []) steps.set(step, [steps.get(step)?.[0], part, its]);
  for (const [step, [one, other, its]] of steps) compareAt(below(path, step), one, other, its, comparison);
}

/** Puts a configuration over what is there; items that are new come after those that are known. */
export function merge(base: unknown, over: unknown, structure: Structure | undefined): unknown {
  if (over === undefined) return base;
  if (structure === 'atomic' || base === undefined) return over;
  if (isMap(base) && isMap(over)) {
    const merged: Record<string, unknown> = { ...base };
    for (const [name, part] of Object.entries(over))
      merged[name] = merge(base[name], part, childStructure(structure, name));
    return merged;
  }
  if (Array.isArray(base) && Array.isArray(over) && isMergedList(structure)) return mergeLists(base, over, structure);
  return over;
}

/**
 * Items that both have come in the order of the configuration, the others where they were among them. The base is walked
 * along; an item of it that the configuration has later on is passed over until its turn comes.
 */
function mergeLists(base: readonly unknown[], over: readonly unknown[], structure: ListMap | 'set'): unknown[] {
  const known = new Map(base.map((item) => [stepOf(item, structure), item]));
  const wanted = new Map(over.map((item) => [stepOf(item, structure), item]));
  const [left, right] = [[...known.keys()], [...wanted.keys()]];
  const shared = right.filter((step) => known.has(step));
  const merged = new Map<string, unknown>();
  const take = (step: string) => {
    merged.set(step, merge(known.get(step), wanted.get(step), itemStructure(structure)));
    if (shared[0] === step) shared.shift();
  };
  while (left.length > 0 || right.length > 0) {
    const [first, next] = [left[0], right[0]];
    if (first !== undefined && first === next) {
      take(first);
      left.shift();
      right.shift();
    } else if (first !== undefined && !wanted.has(first)) {
      take(first);
      left.shift();
    } else if (first !== undefined && next !== undefined && shared[0] !== undefined && shared[0] !== first)
      left.shift();
    else {
      if (first !== undefined && merged.has(first)) left.shift();
      if (next !== undefined) {
        take(next);
        right.shift();
      }
    }
  }
  return [...merged.values()];
}

/** The value without these fields. Of a map or a list that is not among them and loses all it has, a null is left. */
export function without(value: unknown, fields: FieldSet, structure: Structure | undefined): unknown {
  return withoutAt('', value, fields, prefixesOf(fields), structure);
}

function withoutAt(
  path: string,
  value: unknown,
  fields: FieldSet,
  prefixes: FieldSet,
  structure: Structure | undefined,
): unknown {
  const parts = partsOf(value, structure);
  if (parts === undefined || !prefixes.has(path)) return value;
  const kept = parts
    .filter(([step]) => !fields.has(below(path, step)))
    .map(([step, part, its]) => [step, withoutAt(below(path, step), part, fields, prefixes, its)] as const);
  if (kept.length === 0 && parts.length > 0) return null;
  return Array.isArray(value)
    ? kept.map(([, part]) => part)
    : Object.fromEntries(kept.map(([step, part]) => [step.slice('f:'.length), part]));
}

/** All paths that lead to one of these. */
function prefixesOf(fields: FieldSet): Set<string> {
  const prefixes = new Set(['']);
  for (const field of fields)
    for (let end = field.indexOf('\n'); end !== -1; end = field.indexOf('\n', end + 1))
      prefixes.add(field.slice(0, end));
  return prefixes;
}

/** The set with the named fields on the way to its own: a field goes when the last of what was in it does. */
export function withNamedFields(fields: FieldSet): Set<string> {
  const named = [...prefixesOf(fields)].filter((path) => /(^|\n)f:[^\n]*$/.test(path));
  return union(fields, new Set(named));
}

export function union(...sets: readonly FieldSet[]): Set<string> {
  return new Set(sets.flatMap((set) => [...set]));
}

export function difference(set: FieldSet, other: FieldSet): Set<string> {
  return new Set([...set].filter((field) => !other.has(field)));
}

export function intersection(set: FieldSet, other: FieldSet): Set<string> {
  return new Set([...set].filter((field) => other.has(field)));
}

export function sameSet(set: FieldSet, other: FieldSet): boolean {
  return set.size === other.size && difference(set, other).size === 0;
}

/** As `metadata.managedFields` has it. */
export function toFieldsV1(fields: FieldSet): ValueMap {
  const root: Record<string, unknown> = {};
  for (const field of [...fields].sort()) {
    let node = root;
    for (const step of field.split('\n')) {
      node[step] ??= {};
      node = node[step] as Record<string, unknown>;
    }
    node['.'] = {};
  }
  return withoutLonelyDots(root);
}

/** A leaf is written as `{}`. */
function withoutLonelyDots(node: ValueMap): ValueMap {
  const entries = Object.entries(node);
  if (entries.length === 1 && entries[0]?.[0] === '.') return {};
  return Object.fromEntries(
    entries.map(([step, part]) => [step, step === '.' ? {} : withoutLonelyDots(part as ValueMap)]),
  );
}

export function fromFieldsV1(fieldsV1: ValueMap, path = ''): Set<string> {
  const fields = new Set<string>();
  const entries = Object.entries(fieldsV1);
  if (path !== '' && (entries.length === 0 || '.' in fieldsV1)) fields.add(path);
  for (const [step, part] of entries)
    if (step !== '.') for (const field of fromFieldsV1(part as ValueMap, below(path, step))) fields.add(field);
  return fields;
}

/** Whether two values are the same as JSON, whatever the order of their fields. */
export function isSame(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((item, index) => isSame(item, other[index]));
  if (!isMap(one) || !isMap(other)) return one === other;
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => isSame(one[name], other[name]));
}
