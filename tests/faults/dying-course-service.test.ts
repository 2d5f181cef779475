import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, test } from '@jest/globals';
import {
  addLecture,
  changeCourse,
  completeLecture,
  createOrder,
  deleteCourse,
  getLearningCourse,
  getOwnCourse,
  publishCourse,
} from '@studynotion/contracts';
import { waitUntil } from '@studynotion/platform/testing';
import { useDatabases } from '../support/databases.ts';
import { dyingAt } from '../support/fault-points.ts';
import { expectDoneOrOutage } from '../support/outages.ts';
import { newLearner } from '../support/people.ts';
import { everythingReady } from '../support/processes.ts';
import { everythingArrived } from '../support/under-way.ts';
import { anArticle, writtenCourse } from '../support/written-course.ts';

/** course-service dies in the middle of its work: what was promised comes about once, what was not can be done again. */

const databases = useDatabases();

afterEach(everythingReady);

/** A free course on sale, and somebody who ordered it and may read it. */
async function boughtCourse() {
  const { client: author, ofCourse, ofLecture, version } = await writtenCourse();
  const { params } = ofCourse;
  const price = { amount: 0, currency: 'INR' } as const;
  const free = await author.call(changeCourse, 200, { params, body: { version, price } });
  await author.call(publishCourse, 200, { params, body: { version: free.version } });
  const { client, account } = await newLearner();
  await waitUntil('the course in the shop', async () => (await orderOf(client, params.courseId)).status === 201);
  return { client, account, courseId: params.courseId, params: ofLecture.params };
}

function orderOf(client: Awaited<ReturnType<typeof newLearner>>['client'], courseId: string) {
  return client.send(createOrder, { body: { courseIds: [courseId] }, headers: { 'idempotency-key': randomUUID() } });
}

describe('course-service dies', () => {
  test('between the text of an article and its course: the edit is not made, and can be made', async () => {
    const { client, ofCourse, ofSection, version } = await writtenCourse();
    const adding = { params: ofSection.params, body: { version, ...anArticle, preview: false } };
    const answer = await dyingAt('edit-contents-before-course', 'course-service', () =>
      client.send(addLecture, adding),
    );
    expect(answer.status).toBe(502);
    const before = await client.call(getOwnCourse, 200, { params: ofCourse.params });
    expect([before.version, before.sections[0]?.lectures.length]).toEqual([version, 1]);
    const after = await client.call(addLecture, 201, adding);
    expect(after.sections[0]?.lectures).toHaveLength(2);
  });

  test.each(['outbox-before-publish.courses', 'outbox-after-publish.courses'])(
    'at %s: what went on sale is sold',
    async (point) => {
      const { client, ofCourse, version } = await writtenCourse();
      const publishing = { params: ofCourse.params, body: { version } };
      await dyingAt(point, 'course-service', async () =>
        expectDoneOrOutage(await client.send(publishCourse, publishing), 200),
      );
      const buyer = await newLearner();
      await waitUntil(
        'the course in the shop',
        async () => (await orderOf(buyer.client, ofCourse.params.courseId)).status === 201,
      );
    },
  );

  test.each(['outbox-before-publish.progress', 'outbox-after-publish.progress'])(
    'at %s: a course that was completed stays completed',
    async (point) => {
      const { client, account, courseId, params } = await boughtCourse();
      await dyingAt(point, 'course-service', async () =>
        expectDoneOrOutage(await client.send(completeLecture, { params }), 200),
      );
      const { progress } = await client.call(getLearningCourse, 200, { params: { courseId } });
      expect(progress).toMatchObject({ percent: 100, completedAt: expect.any(String) });
      const again = await client.call(completeLecture, 200, { params });
      expect(again.completedAt).toBe(progress.completedAt);
      await everythingArrived(databases, 60);
      const stored = await databases.find('course-service', 'progress', { _id: `${account.id}:${courseId}` });
      expect(stored).toMatchObject([{ completed: [params.lectureId] }]);
    },
  );

  test('between a tombstone and the texts under it: the course is gone', async () => {
    const { client, ofCourse } = await writtenCourse();
    const answer = await dyingAt('delete-course-before-contents', 'course-service', () =>
      client.send(deleteCourse, { params: ofCourse.params }),
    );
    expect(answer.status).toBe(502);
    expect(await client.refusal(deleteCourse, { params: ofCourse.params })).toBe('course.not-found');
    await everythingArrived(databases, 60);
  });
});
