import { accountDeleted } from '@studynotion/contracts';
import { subscriber } from '@studynotion/service-kit';
import { type EraseAccountNeeds, eraseAccount } from '../domain/erase-account.ts';

export const onAccountDeleted = (needs: EraseAccountNeeds) =>
  subscriber(accountDeleted, ({ aggregateId }) => eraseAccount(needs, aggregateId));
