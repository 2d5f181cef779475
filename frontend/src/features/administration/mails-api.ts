import { type AnswerOf, type LoggedMail, listMails, repeatMail } from '@studynotion/contracts';
import { api } from '../../shared/api/api.ts';

export type MailFilter = Partial<Record<'state' | 'to', string>>;

export const mailsApi = api.injectEndpoints({
  endpoints: (build) => ({
    listMails: build.infiniteQuery<AnswerOf<typeof listMails, 200>, MailFilter, string | undefined>({
      infiniteQueryOptions: { initialPageParam: undefined, getNextPageParam: ({ nextCursor }) => nextCursor },
      query: ({ queryArg, pageParam }) => ({ route: listMails, query: { ...queryArg, limit: 20, cursor: pageParam } }),
      providesTags: ['MailLog'],
    }),
    repeatMail: build.mutation<LoggedMail, string>({
      query: (mailId) => ({ route: repeatMail, params: { mailId } }),
      invalidatesTags: ['MailLog'],
    }),
  }),
});

export const { useListMailsInfiniteQuery, useRepeatMailMutation } = mailsApi;
