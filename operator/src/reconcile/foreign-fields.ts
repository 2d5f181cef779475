import type { ManagedFields, StoredObject } from '../kubernetes/kubernetes-api.ts';

/** Fields as the server writes them down: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta/#System (fieldsV1). */
type FieldSet = Readonly<Record<string, unknown>>;

export interface Cleaned {
  readonly object: StoredObject;
  /** What was taken out, as in `spec.template.spec.containers[app].env[DEBUG]`. */
  readonly removed: readonly string[];
}

/** Labels and annotations of the object itself belong to whoever sets them; so does its status. */
const NOT_OURS_TO_JUDGE = ['f:apiVersion', 'f:kind', 'f:metadata', 'f:status'];

/** What others may add: `kubectl rollout restart` writes the first one, an autoscaler the second. */
const WELCOME = [
  'spec.template.metadata.annotations[kubectl.kubernetes.io/restartedAt]',
  'spec.replicas',
  'secrets',
  'imagePullSecrets',
];

/**
 * An object without what others than `manager` added to it. Server-side apply leaves such additions alone, for it knows
 * of no more than what it is given.
 */
export function withoutForeignFields(live: StoredObject, manager: string): Cleaned {
  const entries = (live.metadata.managedFields ?? []).filter(({ subresource }) => subresource === undefined);
  const isOurs = (entry: ManagedFields) => entry.manager === manager && entry.operation === 'Apply';
  const ours = entries.find(isOurs)?.fieldsV1 ?? {};
  const removed: string[] = [];
  const object = structuredClone(live);
  for (const entry of entries.filter((candidate) => !isOurs(candidate))) {
    const fields = Object.entries(entry.fieldsV1 ?? {}).filter(([name]) => !NOT_OURS_TO_JUDGE.includes(name));
    removed.push(...removeFields(object as Record<string, unknown>, Object.fromEntries(fields), ours, ''));
  }
  return { object, removed: [...new Set(removed)] };
}

/** Takes out of an object or a list what is among `foreign` and not among `ours`. @returns the paths */
function removeFields(value: unknown, foreign: FieldSet, ours: FieldSet, path: string): string[] {
  return Object.entries(foreign).flatMap(([name, inner]) => {
    if (name === '.') return [];
    const place = placeOf(value, name, path);
    if (place === undefined || WELCOME.includes(place.path)) return [];
    const owned = ours[name] as FieldSet | undefined;
    if (owned !== undefined) return removeFields(place.value, inner as FieldSet, owned, place.path);
    // What welcome additions stand in belongs to nobody: only the others in it go.
    if (WELCOME.some((welcome) => welcome.startsWith(`${place.path}[`) || welcome.startsWith(`${place.path}.`)))
      return removeFields(place.value, inner as FieldSet, {}, place.path);
    place.remove();
    return [place.path];
  });
}

interface Place {
  readonly path: string;
  readonly value: unknown;
  readonly remove: () => void;
}

/** Where a name of a field set leads: `f:<field>`, `k:{<keys of a list's item>}`, `v:<value of a list>`. */
function placeOf(container: unknown, name: string, path: string): Place | undefined {
  const text = name.slice(2);
  if (name.startsWith('f:')) return fieldOf(container, text, path);
  if (!Array.isArray(container)) return undefined;
  const wanted = JSON.parse(text) as unknown;
  const index = name.startsWith('k:')
    ? container.findIndex((item) => hasKeys(item, wanted as FieldSet))
    : container.indexOf(wanted);
  if (index < 0) return undefined;
  const label = name.startsWith('k:') ? Object.values(wanted as FieldSet).join('/') : text;
  return { path: `${path}[${label}]`, value: container[index], remove: () => container.splice(index, 1) };
}

function fieldOf(container: unknown, field: string, path: string): Place | undefined {
  if (typeof container !== 'object' || container === null || !(field in container)) return undefined;
  const fields = container as Record<string, unknown>;
  // Names of annotations and labels have dots and slashes of their own.
  const step = /^[A-Za-z0-9]+$/.test(field) ? `${path === '' ? '' : '.'}${field}` : `[${field}]`;
  return { path: `${path}${step}`, value: fields[field], remove: () => delete fields[field] };
}

function hasKeys(item: unknown, keys: FieldSet): boolean {
  return Object.entries(keys).every(([key, value]) => (item as FieldSet | null)?.[key] === value);
}
