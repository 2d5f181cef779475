import { canonical } from '../canonical.ts';
import type { KubernetesObject } from '../kubernetes/kubernetes-api.ts';

/** What the server counts and keeps for itself. */
const OF_THE_SERVER = ['managedFields', 'resourceVersion', 'generation', 'creationTimestamp', 'uid', 'selfLink'];

/** Where two versions of an object differ, status and what the server counts left aside: `spec.template.spec`. */
export function differences(one: KubernetesObject, other: KubernetesObject): readonly string[] {
  return differingPaths(withoutServerFields(one), withoutServerFields(other), '');
}

function withoutServerFields({ status: _, ...object }: KubernetesObject): Record<string, unknown> {
  const kept = Object.entries(object.metadata).filter(([name]) => !OF_THE_SERVER.includes(name));
  return { ...object, metadata: Object.fromEntries(kept) };
}

function differingPaths(one: unknown, other: unknown, path: string): string[] {
  if (canonical(one) === canonical(other)) return [];
  if (!isPlain(one) || !isPlain(other)) return [path];
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].flatMap((name) => differingPaths(one[name], other[name], path === '' ? name : `${path}.${name}`));
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
