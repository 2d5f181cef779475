import { type Id, mediaDeleted, mediaFailed, mediaUploaded } from '@studynotion/contracts';
import { subscriber } from '@studynotion/service-kit';
import type { CourseRepository } from '../data/course-repository.ts';
import type { MediaRepository } from '../data/media-repository.ts';
import { videoState } from '../domain/attach-media.ts';
import { refreshShown } from '../domain/authoring.ts';
import type { MediaState } from '../domain/outline.ts';

interface Dependencies {
  readonly courses: CourseRepository;
  readonly media: MediaRepository;
}

/** How far videos are. A picture is attached only when it is ready, so there is nothing to follow. */
export const mediaSubscribers = (needs: Dependencies) => [
  subscriber(mediaUploaded, async ({ aggregateId, version, kind, durationSeconds }) => {
    if (kind === 'video') await follow(needs, aggregateId, version, videoState('ready', durationSeconds));
  }),

  subscriber(mediaFailed, async ({ aggregateId, version, kind }) => {
    if (kind === 'video') await follow(needs, aggregateId, version, { state: 'failed' });
  }),

  subscriber(mediaDeleted, async ({ aggregateId, version, kind }) => {
    if (kind === 'video') await follow(needs, aggregateId, version, { state: 'failed' });
  }),
];

async function follow(needs: Dependencies, mediaId: Id, version: number, state: MediaState): Promise<void> {
  await needs.media.learn(mediaId, version, state);
  for (const courseId of await needs.courses.idsShowing(mediaId)) {
    const course = await needs.courses.find(courseId);
    if (course !== undefined) await refreshShown(needs, course);
  }
}
