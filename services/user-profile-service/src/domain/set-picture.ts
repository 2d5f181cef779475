import { type AttachableMedia, getAttachableMedia } from '@studynotion/contracts';
import { type Caller, ConflictError, callRoute, NotFoundError, type Sidecar } from '@studynotion/service-kit';
import { changeWhole } from './change-profile.ts';
import type { MyProfileNeeds } from './my-profile.ts';
import type { Profile } from './profile.ts';

/** Takes a picture that the caller uploaded as that of the caller's own profile. */
export async function setPicture(needs: MyProfileNeeds, caller: Caller, mediaId: string): Promise<Profile> {
  const pictureUrl = await requireOwnPicture(needs.sidecar, caller, mediaId);
  return changeWhole(needs, caller, { pictureUrl, pictureMediaId: mediaId });
}

/** Leaves the caller's own profile without a picture. */
export async function removePicture(needs: MyProfileNeeds, caller: Caller): Promise<Profile> {
  return changeWhole(needs, caller, { pictureUrl: null, pictureMediaId: null });
}

/** Somebody else's is as if it were not there. @returns where it can be seen */
async function requireOwnPicture(sidecar: Sidecar, caller: Caller, mediaId: string): Promise<string> {
  const media: AttachableMedia = await callRoute(sidecar, getAttachableMedia, 200, { params: { mediaId } });
  if (media.ownerId !== caller.accountId) throw new NotFoundError('media.not-found');
  const { kind, state, imageUrl } = media;
  if (kind !== 'image' || state !== 'ready' || imageUrl === undefined) throw new ConflictError('media.unsuitable');
  return imageUrl;
}
