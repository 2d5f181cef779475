import { z } from 'zod';
import { aggregateFields, event } from '../event.ts';
import { PersonName } from '../primitives.ts';

/** The public part of a profile changed; `aggregateId` is the account. */
export const profileChanged = event({
  type: 'studynotion.profile.changed.v1',
  producer: 'user-profile-service',
  data: z.strictObject({
    ...aggregateFields,
    firstName: PersonName,
    lastName: PersonName,
    about: z.string().optional(),
  }),
});
