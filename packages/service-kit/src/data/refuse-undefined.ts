import type { Query, Schema } from 'mongoose';

/**
 * Plugin that refuses every filter with an undefined value. mongoose drops such a field, so that
 * `findOne({ email: undefined })` gives the first document there is.
 */
export function refuseUndefined(schema: Schema): void {
  // biome-ignore lint/complexity/noBannedTypes: any query of any model comes here
  schema.pre(/^(find|count|update|delete|replace|distinct)/, function (this: Query<unknown, {}>) {
    if (typeof this.getFilter === 'function') requireDefined(this.getFilter(), '');
  });
}

function requireDefined(value: unknown, path: string): void {
  if (value === undefined) throw new TypeError(`the filter's ${path} is undefined and would match anything`);
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) requireDefined(item, `${path}[${index}]`);
    return;
  }
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return;
  for (const [name, item] of Object.entries(value)) requireDefined(item, path === '' ? name : `${path}.${name}`);
}
