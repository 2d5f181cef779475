import * as contract from '@studynotion/contracts';
import { created, type Handler, handler, NotFoundError, ok } from '@studynotion/service-kit';
import { createPlayback } from '../domain/create-playback.ts';
import type { Parts } from '../parts.ts';
import { toAttachableAnswer } from './to-answers.ts';

export const internalHandlers = (parts: Parts): readonly Handler[] => [
  handler(contract.getAttachableMedia, async ({ params }) => {
    const media = await parts.media.find(params.mediaId);
    if (media === undefined) throw new NotFoundError('media.not-found');
    await parts.media.markBusy([media.id]);
    return ok(toAttachableAnswer(media));
  }),
  handler(contract.createPlayback, async ({ params }) => {
    const { url, until } = await createPlayback(parts, params.mediaId);
    return created({ url, expiresAt: until.toISOString() });
  }),
];
