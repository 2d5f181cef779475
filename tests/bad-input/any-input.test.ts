import { describe, expect, test } from '@jest/globals';
import { changeMyProfile, getMyProfile, publicRoutes } from '@studynotion/contracts';
import fc from 'fast-check';
import { ApiClient } from '../support/api-client.ts';
import { newLearner } from '../support/people.ts';
import { validInputOf } from './valid-inputs.ts';

/** A failed property prints its seed and the smallest input that fails it. */
const RUNS = { numRuns: 60 };
/** Text by characters of all planes, NUL and other controls too, and now and then half a pair of surrogates. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) }),
);

const withBody = publicRoutes.filter(({ body }) => body !== undefined);

describe.each(withBody)('$method $path', (route) => {
  test('answers any JSON in place of its fields, and never with a fault of its own', async () => {
    const { body, ...rest } = await validInputOf(route);
    const fields = Object.entries(body as object).map(([name, value]) => [
      name,
      fc.oneof({ weight: 3, arbitrary: fc.constant(value) }, fc.jsonValue({ noUnicodeString: false }), anyText),
    ]);
    const anyBody = fc.oneof(
      { weight: 4, arbitrary: fc.record(Object.fromEntries(fields), { requiredKeys: [] }) },
      fc.jsonValue(),
    );
    await fc.assert(
      fc.asyncProperty(anyBody, async (input) => {
        // What is right would be done; here we are after what is wrong.
        fc.pre(route.body?.safeParse(JSON.parse(JSON.stringify(input))).success === false);
        const client = new ApiClient();
        client.accessToken = rest.accessToken;
        const sending = { params: rest.params, headers: rest.headers, body: JSON.stringify(input) };
        expect(await client.refusal(route, sending)).toMatch(/^request\.(invalid|malformed)$/);
      }),
      RUNS,
    );
  });
});

test('any text of a person is refused or kept as it was written', async () => {
  const { client } = await newLearner();
  const anyProfile = fc.record({ firstName: anyText, lastName: anyText, about: anyText }, { requiredKeys: [] });
  await fc.assert(
    fc.asyncProperty(anyProfile, async (change) => {
      const sender = new ApiClient();
      sender.accessToken = client.accessToken;
      const answer = await sender.send(changeMyProfile, { body: change });
      expect([200, 400]).toContain(answer.status);
      if (answer.status === 400) return;
      const { firstName, lastName, about } = await sender.call(getMyProfile, 200);
      const written = Object.entries(change).map(([name, text]) => [name, text?.trim().toWellFormed()]);
      expect({ firstName, lastName, about: about ?? '' }).toMatchObject(Object.fromEntries(written));
    }),
    { numRuns: 150 },
  );
});
