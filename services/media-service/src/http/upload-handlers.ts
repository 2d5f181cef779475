import * as contract from '@studynotion/contracts';
import { accepted, created, type Handler, handler, noContent, ok } from '@studynotion/service-kit';
import { completeUpload, requireOwn } from '../domain/complete-upload.ts';
import { createUpload } from '../domain/create-upload.ts';
import { deleteMedia } from '../domain/delete-media.ts';
import type { Parts } from '../parts.ts';
import { toMediaAnswer, toUploadAnswer } from './to-answers.ts';

export const uploadHandlers = (parts: Parts): readonly Handler[] => [
  handler(contract.createUpload, async ({ caller, body }) =>
    created(toUploadAnswer(await createUpload(parts, caller, body))),
  ),
  handler(contract.completeUpload, async ({ caller, params }) =>
    accepted(toMediaAnswer(await completeUpload(parts, caller, params.mediaId))),
  ),
  handler(contract.getMedia, async ({ caller, params }) =>
    ok(toMediaAnswer(await requireOwn(parts.media, caller, params.mediaId))),
  ),
  handler(contract.deleteMedia, async ({ caller, params }) => {
    await deleteMedia(parts, caller, params.mediaId);
    return noContent();
  }),
];
