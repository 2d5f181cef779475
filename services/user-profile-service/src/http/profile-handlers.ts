import { changeMyProfile, getMyProfile, getPublicProfile, removeMyPicture, setMyPicture } from '@studynotion/contracts';
import { type Handler, handler, NotFoundError, ok } from '@studynotion/service-kit';
import { type ChangeProfileNeeds, changeProfile } from '../domain/change-profile.ts';
import { myProfile } from '../domain/my-profile.ts';
import { toOwnProfile } from '../domain/profile.ts';
import { removePicture, setPicture } from '../domain/set-picture.ts';

export function profileHandlers(needs: ChangeProfileNeeds): readonly Handler[] {
  return [
    handler(getMyProfile, async ({ caller }) => ok(toOwnProfile(await myProfile(needs, caller)))),

    handler(changeMyProfile, async ({ caller, body }) => ok(toOwnProfile(await changeProfile(needs, caller, body)))),

    handler(setMyPicture, async ({ caller, body }) => ok(toOwnProfile(await setPicture(needs, caller, body.mediaId)))),

    handler(removeMyPicture, async ({ caller }) => ok(toOwnProfile(await removePicture(needs, caller)))),

    handler(getPublicProfile, async ({ params: { accountId } }) => {
      const profile = await needs.profiles.find(accountId);
      if (profile === undefined) throw new NotFoundError('profile.not-found');
      const { firstName, lastName, about, pictureUrl } = profile;
      return ok({ accountId, firstName, lastName, about, pictureUrl });
    }),
  ];
}
