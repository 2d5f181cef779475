import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { InputError } from '../errors.ts';
import { afterCursor, dateOfCursor, decodeCursor, encodeCursor, toPage } from './page.ts';

describe('a cursor', () => {
  test('comes back as it was', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.integer()), fc.string(), (after, id) => {
        expect(decodeCursor(encodeCursor({ after, id }))).toEqual({ after, id });
      }),
    );
  });

  test('that is garbage is refused as input, whatever it is', () => {
    const forged = fc.oneof(
      fc.string(),
      fc.jsonValue().map((value) => Buffer.from(JSON.stringify(value)).toString('base64url')),
    );
    fc.assert(
      fc.property(forged, (cursor) => {
        try {
          const { after, id } = decodeCursor(cursor);
          expect([typeof id, ['string', 'number'].includes(typeof after)]).toEqual(['string', true]);
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
        }
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ['an operator as its id', [1, { $gt: '' }]],
    ['an operator as its sort value', [{ $gt: '' }, 'a']],
    ['too few parts', ['a']],
    ['no list', { after: 1, id: 'a' }],
  ])('with %s is refused', (_what, value) => {
    const cursor = Buffer.from(JSON.stringify(value)).toString('base64url');
    expect(() => afterCursor('createdAt', cursor, dateOfCursor)).toThrow(
      expect.objectContaining({ code: 'request.invalid', errors: [expect.objectContaining({ path: 'cursor' })] }),
    );
  });

  test('whose date is none is refused', () => {
    expect(() => dateOfCursor('yesterday')).toThrow(InputError);
  });
});

describe('pages', () => {
  test('go through a list with equal sort values without losing or repeating one', () => {
    const item = fc.record({ at: fc.integer({ min: 0, max: 3 }), id: fc.uuid() });
    fc.assert(
      fc.property(
        fc.uniqueArray(item, { selector: ({ id }) => id }),
        fc.integer({ min: 1, max: 5 }),
        (items, limit) => {
          const sorted = items.toSorted((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1));
          const seen: string[] = [];
          let cursor: string | undefined;
          do {
            const from = cursor === undefined ? undefined : decodeCursor(cursor);
            const rest = sorted.filter(
              ({ at, id }) => from === undefined || at < Number(from.after) || (at === from.after && id < from.id),
            );
            const page = toPage(rest.slice(0, limit + 1), limit, {
              positionOf: ({ at, id }) => ({ after: at, id }),
              toItem: ({ id }) => id,
            });
            seen.push(...page.items);
            cursor = page.nextCursor;
          } while (cursor !== undefined);
          expect(seen).toEqual(sorted.map(({ id }) => id));
        },
      ),
    );
  });
});
