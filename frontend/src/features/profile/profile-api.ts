import { type BodyOf, changeMyProfile, getMyProfile, type Profile } from '@studynotion/contracts';
import { api } from '../../shared/api/api.ts';
import { accountRenamed } from '../../shared/session/session-slice.ts';

export type ProfileChange = BodyOf<typeof changeMyProfile>;

export const profileApi = api.injectEndpoints({
  endpoints: (build) => ({
    getProfile: build.query<Profile, void>({
      query: () => ({ route: getMyProfile }),
      providesTags: ['Profile'],
    }),
    changeProfile: build.mutation<Profile, ProfileChange>({
      query: (body) => ({ route: changeMyProfile, body }),
      async onQueryStarted(_, { dispatch, queryFulfilled }) {
        const changed = await queryFulfilled.catch(() => undefined);
        if (changed === undefined) return;
        // The answer is the new state: no need to ask for it.
        dispatch(profileApi.util.upsertQueryData('getProfile', undefined, changed.data));
        dispatch(accountRenamed(changed.data));
      },
    }),
  }),
});

export const { useGetProfileQuery, useChangeProfileMutation } = profileApi;
