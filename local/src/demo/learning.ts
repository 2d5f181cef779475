import { completeLecture, getLearningCourse, getMyReview, putMyReview } from '@studynotion/contracts';
import { SetupError } from '../setup-error.ts';
import type { Progress } from '../terminal.ts';
import type { DemoClient } from './demo-client.ts';
import type { DemoSale } from './plan.ts';
import { type CourseIds, known, type People, type Scene } from './scene.ts';

type Learning = DemoSale['courses'][number];

interface Enrolment {
  readonly client: DemoClient;
  readonly courseId: string;
  readonly learning: Learning;
}

/** How far everybody is, and what they say of it; the reviews in the order of the sales. */
export async function provideLearning(
  scene: Scene,
  people: People,
  courseIds: CourseIds,
  progress: Progress,
): Promise<void> {
  const enrolments = scene.plan.sales.flatMap(({ buyer, courses }) =>
    courses.map((learning): Enrolment => {
      return { client: known(people, buyer), courseId: known(courseIds, learning.course), learning };
    }),
  );
  const clients = [...new Set(enrolments.map(({ client }) => client))];
  await Promise.all(
    clients.map(async (client) => {
      for (const enrolment of enrolments.filter((candidate) => candidate.client === client)) {
        await completeLectures(scene, enrolment);
        progress(`${scene.changes.count('completed lectures')} lectures completed`);
      }
    }),
  );
  for (const enrolment of enrolments) await provideReview(scene, enrolment);
  progress(`${enrolments.filter(({ learning }) => learning.stars !== undefined).length} reviews`);
}

async function completeLectures({ changes }: Scene, { client, courseId, learning }: Enrolment): Promise<void> {
  const { completed } = learning;
  if (completed === 0) return;
  const { sections, progress } = await client.call(getLearningCourse, 200, { params: { courseId } });
  const lectures = sections.flatMap((section) => section.lectures);
  for (const { id } of lectures.slice(0, completed === 'all' ? lectures.length : completed)) {
    if (progress.completedLectureIds.includes(id)) continue;
    await client.call(completeLecture, 200, { params: { courseId, lectureId: id } });
    changes.made('completed lectures');
  }
}

async function provideReview({ changes }: Scene, { client, courseId, learning }: Enrolment): Promise<void> {
  const { stars, review } = learning;
  if (stars === undefined) return;
  const params = { courseId };
  const present = await client.attempt(getMyReview, 200, { params });
  if ('answer' in present) return;
  if (present.code !== 'review.not-found') throw new SetupError(`A review could not be looked for: ${present.refusal}`);
  await client.call(putMyReview, 200, {
    params,
    body: { rating: stars, ...(review === undefined ? {} : { text: review }) },
  });
  changes.made('reviews');
}
