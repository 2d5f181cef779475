import {
  type BodyOf,
  changeMyProfile,
  deleteMyAccount,
  type ErasureReceipt,
  getErasureReceipt,
  getMyProfile,
  type Profile,
  removeMyPicture,
  setMyPicture,
} from '@studynotion/contracts';
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
    setPicture: build.mutation<Profile, string>({
      query: (mediaId) => ({ route: setMyPicture, body: { mediaId } }),
      invalidatesTags: ['Profile'],
    }),
    removePicture: build.mutation<Profile, void>({
      query: () => ({ route: removeMyPicture }),
      invalidatesTags: ['Profile'],
    }),
    deleteAccount: build.mutation<ErasureReceipt, BodyOf<typeof deleteMyAccount>>({
      query: (body) => ({ route: deleteMyAccount, body }),
    }),
    getErasureReceipt: build.query<ErasureReceipt, string>({
      query: (erasureId) => ({ route: getErasureReceipt, params: { erasureId } }),
    }),
  }),
});

export const {
  useGetProfileQuery,
  useChangeProfileMutation,
  useSetPictureMutation,
  useRemovePictureMutation,
  useDeleteAccountMutation,
  useGetErasureReceiptQuery,
} = profileApi;
