import type { Model, UpdateQuery } from 'mongoose';
import { unlessTaken, withDeadlockRetry } from '../data/contention.ts';

/** Version of a tombstone in a read model, for `applyIfNewer`: no aggregate comes this far, so nothing late is newer. */
export const TOMBSTONE_VERSION = Number.MAX_SAFE_INTEGER;

/**
 * Applies an event's state to a read model in one conditional write: only where the document is missing or older.
 * @param id `_id` of the read model's document
 * @param version of the aggregate; kept in `versionField`
 * @param fields the state; one that is undefined is removed
 * @returns whether it was newer
 */
export async function applyIfNewer<Document>(
  model: Model<Document>,
  id: string,
  version: number,
  fields: Readonly<Record<string, unknown>>,
  versionField = 'version',
): Promise<boolean> {
  const older = { _id: id, [versionField]: { $lt: version } } as Record<string, unknown>;
  const change = toChange({ ...fields, [versionField]: version }) as UpdateQuery<Document>;
  const written = await unlessTaken(() => model.updateOne(older, change, { upsert: true }));
  if (written !== undefined) return true;
  // The key is taken: by a newer state, or in this very moment by an older one, which must not win.
  const { matchedCount } = await withDeadlockRetry(() => model.updateOne(older, change));
  return matchedCount === 1;
}

/** The state says everything: a field that it leaves out is gone. */
function toChange(fields: Readonly<Record<string, unknown>>): Record<string, Record<string, unknown>> {
  const entries = Object.entries(fields);
  const gone = entries.filter(([, value]) => value === undefined).map(([name]) => [name, 1] as const);
  const set = Object.fromEntries(entries.filter(([, value]) => value !== undefined));
  return gone.length === 0 ? { $set: set } : { $set: set, $unset: Object.fromEntries(gone) };
}
