import { z } from 'zod';
import { accountErasedEvent } from '../account-erased.ts';
import { aggregateFields, event } from '../event.ts';
import { Id, PersonName } from '../primitives.ts';

/** The public part of a profile changed; `aggregateId` is the account. */
export const profileChanged = event({
  type: 'studynotion.profile.changed.v1',
  producer: 'user-profile-service',
  isPersonal: true,
  data: z.strictObject({
    ...aggregateFields,
    firstName: PersonName,
    lastName: PersonName,
    about: z.string().optional(),
    pictureUrl: z.url().optional(),
    /** Of the picture, so that media-service keeps it as long as it is shown. */
    pictureMediaId: Id.optional(),
  }),
});

export const profileAccountErased = accountErasedEvent('profile', 'user-profile-service');
