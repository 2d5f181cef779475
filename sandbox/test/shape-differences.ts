/**
 * Compares the form of two JSON values, not what they say: names of fields and kinds of values. A documented null may be
 * any kind, and an empty list may be an empty object, because Razorpay writes notes without entries as [].
 */
export function shapeDifferences(documented: unknown, ours: unknown, path = ''): string[] {
  if (documented === null || ours === null) return [];
  if (Array.isArray(documented) && Array.isArray(ours)) {
    return ours.flatMap((item, index) =>
      shapeDifferences(documented[index] ?? documented[0] ?? null, item, join(path, index)),
    );
  }
  if (isEmpty(documented) || isEmpty(ours)) return typeof documented === typeof ours ? [] : [`${path}: other kind`];
  if (isObject(documented) && isObject(ours)) return fieldDifferences(documented, ours, path);
  return typeof documented === typeof ours && !isObject(documented) ? [] : [`${path}: other kind`];
}

function fieldDifferences(documented: Record<string, unknown>, ours: Record<string, unknown>, path: string): string[] {
  const missing = Object.keys(documented).filter((name) => !(name in ours));
  const extra = Object.keys(ours).filter((name) => !(name in documented));
  const common = Object.keys(documented).filter((name) => name in ours);
  return [
    ...missing.map((name) => `${join(path, name)}: missing`),
    ...extra.map((name) => `${join(path, name)}: extra`),
    ...common.flatMap((name) => shapeDifferences(documented[name], ours[name], join(path, name))),
  ];
}

function join(path: string, name: string | number): string {
  return path === '' ? String(name) : `${path}.${name}`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
