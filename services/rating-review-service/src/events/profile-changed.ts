import { profileChanged } from '@studynotion/contracts';
import { subscriber } from '@studynotion/service-kit';
import type { PeopleRepository } from '../data/people-repository.ts';

export const onProfileChanged = ({ people }: { people: PeopleRepository }) =>
  subscriber(profileChanged, ({ aggregateId, version, firstName, lastName, pictureUrl }) =>
    people.learn(aggregateId, version, { firstName, lastName, pictureUrl }),
  );
