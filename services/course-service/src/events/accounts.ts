import { accountChanged, accountDeleted, profileChanged } from '@studynotion/contracts';
import { subscriber } from '@studynotion/service-kit';
import type { ApprovalRepository } from '../data/approval-repository.ts';
import { type EraseNeeds, eraseAccount } from '../domain/erase-account.ts';

interface Dependencies extends EraseNeeds {
  readonly approvals: ApprovalRepository;
}

export const accountSubscribers = (needs: Dependencies) => [
  subscriber(accountChanged, ({ aggregateId, version, approved }) =>
    needs.approvals.learn(aggregateId, version, approved),
  ),

  subscriber(accountDeleted, ({ aggregateId }) => eraseAccount(needs, aggregateId)),

  subscriber(profileChanged, ({ aggregateId, version, firstName, lastName, about, pictureUrl }) =>
    needs.people.learn(aggregateId, version, { firstName, lastName, about, pictureUrl }),
  ),
];
