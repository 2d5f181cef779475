import { completeUpload, createUpload, getMedia, type Media, type Upload } from '@studynotion/contracts';
import { api } from '../api/api.ts';
import type { NewUpload } from './upload-media.ts';

export const uploadApi = api.injectEndpoints({
  endpoints: (build) => ({
    createUpload: build.mutation<Upload, NewUpload>({
      query: (body) => ({ route: createUpload, body }),
    }),
    completeUpload: build.mutation<Media, string>({
      query: (mediaId) => ({ route: completeUpload, params: { mediaId } }),
    }),
    // A mutation, so that each look is a new one and none is kept.
    lookAtMedia: build.mutation<Media, string>({
      query: (mediaId) => ({ route: getMedia, params: { mediaId } }),
    }),
  }),
});

export const { useCreateUploadMutation, useCompleteUploadMutation, useLookAtMediaMutation } = uploadApi;
