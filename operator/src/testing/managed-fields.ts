import type { ManagedFields } from '../kubernetes/kubernetes-api.ts';
import {
  compare,
  difference,
  type FieldSet,
  fieldsOf,
  fromFieldsV1,
  intersection,
  merge,
  toFieldsV1,
  union,
  type ValueMap,
  withNamedFields,
  without,
} from './field-set.ts';
import type { Fields } from './structure.ts';

/** What is the server's own is nobody's. */
const UNMANAGED: FieldSet = new Set(
  [
    ['apiVersion'],
    ['kind'],
    ['metadata'],
    ...[
      'name',
      'namespace',
      'creationTimestamp',
      'selfLink',
      'uid',
      'clusterName',
      'generation',
      'managedFields',
      'resourceVersion',
    ].map((name) => ['metadata', name]),
  ].map((path) => path.map((name) => `f:${name}`).join('\n')),
);

export interface Writer {
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  readonly subresource?: 'status';
  readonly apiVersion: string;
  /** When, as it is written into the object. */
  readonly time: string;
}

export interface Owned {
  /** Without `metadata.managedFields`. */
  readonly object: ValueMap;
  readonly managedFields: readonly ManagedFields[];
}

interface Manager {
  readonly entry: ManagedFields;
  readonly fields: FieldSet;
}

/** Server-side apply by force: the merged object, and whose its fields are then. */
export function applied(live: Owned, configuration: ValueMap, structure: Fields, writer: Writer): Owned {
  const managers = managersOf(live.managedFields);
  const key = keyOf(writer);
  const last = managers.get(key)?.fields ?? new Set<string>();
  const named = fieldsOf(configuration, structure);
  const entry = managers.get(key)?.entry ?? entryOf(writer);
  managers.set(key, { entry, fields: named });
  const merged = merge(live.object, configuration, structure);
  // With the name among them: an object that loses its last label keeps its metadata.
  const object = pruned(merged, [...managers.values()], last, structure) as ValueMap;
  managers.set(key, { entry, fields: difference(named, UNMANAGED) });
  giveUp(managers, key, live.object, object, structure);
  return { object, managedFields: entriesOf(managers, key, writer) };
}

/** Any other write: what it changes becomes the writer's. */
export function updated(live: Owned, object: ValueMap, structure: Fields, writer: Writer): Owned {
  const managers = managersOf(live.managedFields);
  const key = keyOf(writer);
  const { added, modified, removed } = giveUp(managers, key, live.object, object, structure);
  const before = managers.get(key);
  const fields = difference(union(difference(before?.fields ?? new Set(), removed), modified, added), UNMANAGED);
  fields.delete('');
  managers.set(key, { entry: before?.entry ?? entryOf(writer), fields: ofPart(fields, writer) });
  return { object, managedFields: entriesOf(managers, key, writer) };
}

/** Of a status alone its fields, and else all but those. */
function ofPart(fields: FieldSet, { subresource }: Writer): Set<string> {
  return new Set([...fields].filter((field) => /^f:status(\n|$)/.test(field) === (subresource === 'status')));
}

/**
 * Without what the writer named last time and does not now, unless another names it. What came into an item of ours from
 * somebody else goes with the item.
 */
function pruned(merged: unknown, managers: readonly Manager[], last: FieldSet, structure: Fields): unknown {
  if (last.size === 0) return merged;
  const all = withNamedFields(fieldsOf(merged, structure));
  const lastNamed = withNamedFields(last);
  const afterLast = without(merged, lastNamed, structure);
  const owned = withNamedFields(union(...managers.map(({ fields }) => fields)));
  const kept = union(withNamedFields(fieldsOf(afterLast, structure)), owned);
  const withOwned = without(merged, difference(all, kept), structure);
  const rest = withNamedFields(fieldsOf(withOwned, structure));
  return without(merged, intersection(difference(all, rest), lastNamed), structure);
}

/** Takes from the others what was changed and from all what is gone. */
function giveUp(managers: Map<string, Manager>, writer: string, before: ValueMap, after: ValueMap, structure: Fields) {
  const comparison = compare(before, after, structure);
  const changed = union(comparison.added, comparison.modified);
  for (const [key, { entry, fields }] of managers) {
    const lost = key === writer ? comparison.removed : union(changed, comparison.removed);
    managers.set(key, { entry, fields: difference(fields, lost) });
  }
  return comparison;
}

function managersOf(entries: readonly ManagedFields[]): Map<string, Manager> {
  return new Map(
    entries.map((entry) => [keyOf(entry as unknown as Writer), { entry, fields: fromFieldsV1(entry.fieldsV1 ?? {}) }]),
  );
}

function keyOf({ manager, operation, subresource, apiVersion }: Omit<Writer, 'time'>): string {
  return [manager, operation, apiVersion, subresource ?? ''].join('\n');
}

function entryOf({ manager, operation, subresource, apiVersion, time }: Writer): ManagedFields {
  return {
    ...{ manager, operation, apiVersion, time, fieldsType: 'FieldsV1' },
    ...(subresource === undefined ? {} : { subresource }),
  };
}

function entriesOf(managers: ReadonlyMap<string, Manager>, writer: string, { time }: Writer): ManagedFields[] {
  return [...managers]
    .filter(([, { fields }]) => fields.size > 0)
    .map(([key, { entry, fields }]) => ({
      ...entry,
      ...(key === writer ? { time } : {}),
      fieldsV1: toFieldsV1(fields),
    }))
    .sort((one, other) => orderOf(one).localeCompare(orderOf(other)));
}

function orderOf({ operation, time, manager }: ManagedFields): string {
  return [operation, time, manager].join('\n');
}
