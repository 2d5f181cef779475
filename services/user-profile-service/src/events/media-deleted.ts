import { mediaDeleted } from '@studynotion/contracts';
import { subscriber } from '@studynotion/service-kit';
import type { Profiles } from '../data/profiles.ts';

/** A picture that went in the moment it was taken is not shown for ever. */
export const onMediaDeleted = ({ profiles }: { readonly profiles: Profiles }) =>
  subscriber(mediaDeleted, ({ aggregateId, ownerId }) => profiles.dropPicture(ownerId, aggregateId));
