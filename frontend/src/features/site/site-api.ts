import { type BodyOf, sendContactMessage } from '@studynotion/contracts';
import { api } from '../../shared/api/api.ts';

export const siteApi = api.injectEndpoints({
  endpoints: (build) => ({
    sendContactMessage: build.mutation<{ received: true }, BodyOf<typeof sendContactMessage>>({
      query: (body) => ({ route: sendContactMessage, body }),
    }),
  }),
});

export const { useSendContactMessageMutation } = siteApi;
