import type { Model, UpdateQuery } from 'mongoose';
import { unlessTaken } from '../data/contention.ts';

/**
 * Applies an event's state to a read model in one conditional write: only where the document is missing or older.
 * @param id `_id` of the read model's document
 * @param version of the aggregate; kept in `versionField`
 * @returns whether it was newer
 */
export async function applyIfNewer<Document>(
  model: Model<Document>,
  id: string,
  version: number,
  fields: Readonly<Record<string, unknown>>,
  versionField = 'version',
): Promise<boolean> {
  const written = await unlessTaken(() =>
    model.updateOne(
      { _id: id, [versionField]: { $lt: version } } as Record<string, unknown>,
      { $set: { ...fields, [versionField]: version } } as UpdateQuery<Document>,
      { upsert: true },
    ),
  );
  // A newer document does not match the filter, and inserting it anew meets its key: older news, nothing to do.
  return written !== undefined;
}
