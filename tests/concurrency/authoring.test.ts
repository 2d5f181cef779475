import { beforeAll, describe, expect, test } from '@jest/globals';
import { type AuthoredCourse, addSection, getOwnCourse, orderOutline } from '@studynotion/contracts';
import { AT_ONCE, sendAtOnce, tally } from '../support/at-once.ts';
import { newDraft } from '../support/courses.ts';
import { newInstructor, type Person } from '../support/people.ts';

/** One instructor with very many tabs, all of which show the same version of a course. */

let instructor: Person;
let draft: AuthoredCourse;

beforeAll(async () => {
  instructor = await newInstructor({ approved: true });
  draft = await newDraft(instructor);
});

const params = () => ({ courseId: draft.id });
const now = () => instructor.client.call(getOwnCourse, 200, { params: params() });
const oneAlone = { 200: 1, '409 version.stale': AT_ONCE - 1 };

describe(`${AT_ONCE} at once`, () => {
  test('orders of one version of the outline: one holds, the others are told that it is old', async () => {
    const { version, sections } = await now();
    const [lectures] = sections.map((section) => section.lectures.map(({ id }) => id));
    const orderOf = (place: number) => (place % 2 === 0 ? lectures : lectures?.toReversed());
    const answers = await sendAtOnce(instructor, orderOutline, (place) => ({
      params: params(),
      body: { version, sections: [{ id: sections[0]?.id, lectureIds: orderOf(place) }] },
    }));
    expect(tally(answers)).toEqual(oneAlone);
    const winner = answers.find(({ status }) => status === 200);
    const after = await now();
    expect(after).toEqual(JSON.parse(winner?.text ?? ''));
    expect(after.version).toBe(version + 1);
  });

  test('sections added to one version: one is there', async () => {
    const { version, sections } = await now();
    const answers = await sendAtOnce(instructor, addSection, (place) => ({
      params: params(),
      body: { version, title: `Section ${place}` },
    }));
    expect(tally(answers)).toEqual({ 201: 1, '409 version.stale': AT_ONCE - 1 });
    expect(await now()).toMatchObject({ version: version + 1, sections: { length: sections.length + 1 } });
  });
});
