import { InputError } from '../errors.ts';

export interface PageRequest {
  readonly limit: number;
  readonly cursor?: string;
}

export interface Page<Item> {
  readonly items: Item[];
  readonly nextCursor?: string;
}

/** Position after the last item of a page: its sort value and its id, which makes equal sort values distinct. */
export interface Position {
  readonly after: string | number;
  readonly id: string;
}

export function encodeCursor({ after, id }: Position): string {
  return Buffer.from(JSON.stringify([after, id])).toString('base64url');
}

/** @throws InputError `request.invalid` where the cursor is not one of ours */
export function decodeCursor(cursor: string): Position {
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    throw notOurs();
  }
  if (!Array.isArray(parsed) || parsed.length !== 2) throw notOurs();
  const [after, id] = parsed;
  if ((typeof after !== 'string' && typeof after !== 'number') || typeof id !== 'string') throw notOurs();
  return { after, id };
}

/**
 * Filter of the documents that come after a cursor in a list sorted by `field` and `_id`, both in the same direction.
 * @param parse turns the cursor's sort value into what the field holds, e.g. a Date
 * @param direction as MongoDB's sort has it. @default -1, descending
 */
export function afterCursor(
  field: string,
  cursor: string | undefined,
  parse: (after: string | number) => unknown,
  direction: 1 | -1 = -1,
): Record<string, unknown> {
  if (cursor === undefined) return {};
  const { after, id } = decodeCursor(cursor);
  const value = parse(after);
  const [beyond, from] = direction === 1 ? ['$gt', '$gte'] : ['$lt', '$lte'];
  return {
    // Says nothing that the other does not; but where an index begins to be read is found by this one alone.
    [field]: { [from]: value },
    $or: [{ [field]: { [beyond]: value } }, { [field]: value, _id: { [beyond]: id } }],
  };
}

/** Date out of a cursor. @throws InputError where it is none */
export function dateOfCursor(after: string | number): Date {
  const date = new Date(after);
  if (Number.isNaN(date.getTime())) throw notOurs();
  return date;
}

/** Number out of a cursor. @throws InputError where it is none */
export function numberOfCursor(after: string | number): number {
  if (typeof after !== 'number') throw notOurs();
  return after;
}

function notOurs(): InputError {
  return new InputError('request.invalid', { errors: [{ path: 'cursor', message: 'is not a cursor of this list' }] });
}

/**
 * Cuts a page out of what was found with `limit + 1`.
 * @param positionOf where an item stands, for the cursor
 */
export function toPage<Found, Item>(
  found: readonly Found[],
  limit: number,
  { positionOf, toItem }: { positionOf: (item: Found) => Position; toItem: (item: Found) => Item },
): Page<Item> {
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  const items = shown.map(toItem);
  return found.length > limit && last !== undefined ? { items, nextCursor: encodeCursor(positionOf(last)) } : { items };
}
