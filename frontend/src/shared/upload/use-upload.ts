import type { MediaKind } from '@studynotion/contracts';
import { useEffect, useRef, useState } from 'react';
import { problemOf } from '../api/api-problem.ts';
import { sendPart } from './send-part.ts';
import { useCompleteUploadMutation, useCreateUploadMutation, useLookAtMediaMutation } from './upload-api.ts';
import { type UploadEnd, uploadMedia } from './upload-media.ts';

/** `share` is how much is sent, from 0 to 1. What is being checked has its id already. */
export type UploadState =
  | { readonly phase: 'idle' }
  | { readonly phase: 'sending'; readonly share: number }
  | { readonly phase: 'checking'; readonly mediaId: string };

const idle: UploadState = { phase: 'idle' };

/** Uploads one file at a time; leaving the page or `cancel` ends what is under way. */
export function useUpload(kind: MediaKind) {
  const [createUpload] = useCreateUploadMutation();
  const [completeUpload] = useCompleteUploadMutation();
  const [lookAtMedia] = useLookAtMediaMutation();
  const [state, setState] = useState<UploadState>(idle);
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);

  /** @returns `undefined` where it was cancelled */
  async function upload(file: File): Promise<UploadEnd | undefined> {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    const { signal } = controller;
    const show = (next: UploadState) => signal.aborted || setState(next);
    show({ phase: 'sending', share: 0 });
    const end = await uploadMedia(kind, file, {
      signal,
      sendPart,
      pause,
      createUpload: (body) => asked(createUpload(body)),
      completeUpload: (mediaId) => asked(completeUpload(mediaId)),
      getMedia: (mediaId) => asked(lookAtMedia(mediaId)),
      onProgress: (share) => show({ phase: 'sending', share }),
      onSent: (mediaId) => show({ phase: 'checking', mediaId }),
    });
    show(idle);
    return signal.aborted ? undefined : end;
  }

  function cancel(): void {
    running.current?.abort();
    setState(idle);
  }

  return { state, upload, cancel };
}

async function asked<Answer>(answer: Promise<{ data?: Answer; error?: unknown }>) {
  const { data, error } = await answer;
  return data === undefined ? { problem: problemOf(error) } : { data };
}

/** 1 s, 2 s, then 3 s each. */
function pause(tries: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.min(tries, 3) * 1000));
}
