import { accountRegistered } from '@studynotion/contracts';
import { subscriber } from '@studynotion/service-kit';
import type { Profiles } from '../data/profiles.ts';

export const onAccountRegistered = ({ profiles }: { readonly profiles: Profiles }) =>
  subscriber(accountRegistered, ({ aggregateId, version, email, firstName, lastName, contactNumber }) =>
    profiles.applyAccount({
      accountId: aggregateId,
      accountVersion: version,
      email,
      firstName,
      lastName,
      contactNumber,
    }),
  );
