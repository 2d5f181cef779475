import { changeMyProfile, getMyProfile, getPublicProfile } from '@studynotion/contracts';
import { type Handler, handler, NotFoundError, ok } from '@studynotion/service-kit';
import { type ChangeProfileNeeds, changeProfile } from '../domain/change-profile.ts';
import { myProfile } from '../domain/my-profile.ts';

export function profileHandlers(needs: ChangeProfileNeeds): readonly Handler[] {
  return [
    handler(getMyProfile, async ({ caller }) => ok(await myProfile(needs, caller))),

    handler(changeMyProfile, async ({ caller, body }) => ok(await changeProfile(needs, caller, body))),

    handler(getPublicProfile, async ({ params: { accountId } }) => {
      const profile = await needs.profiles.find(accountId);
      if (profile === undefined) throw new NotFoundError('profile.not-found');
      const { firstName, lastName, about } = profile;
      return ok({ accountId, firstName, lastName, about });
    }),
  ];
}
