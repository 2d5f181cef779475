import { accountChanged, accountDeleted, profileChanged } from '@studynotion/contracts';
import { subscriber } from '@studynotion/service-kit';
import { type EraseNeeds, eraseAccount } from '../domain/erase-account.ts';

export const accountSubscribers = (needs: EraseNeeds) => [
  subscriber(accountChanged, ({ aggregateId, version, approved }) =>
    needs.approvals.learn(aggregateId, version, approved),
  ),

  subscriber(accountDeleted, ({ aggregateId }) => eraseAccount(needs, aggregateId)),

  subscriber(profileChanged, ({ aggregateId, version, firstName, lastName, about, pictureUrl }) =>
    needs.people.learn(aggregateId, version, { firstName, lastName, about, pictureUrl }),
  ),
];
