import { accountDeleted } from '@studynotion/contracts';
import { subscriber } from '@studynotion/service-kit';
import type { Erasures } from '../data/erasures.ts';
import type { Profiles } from '../data/profiles.ts';

/** First the receipt, so that there is one when this service tells that it has erased. */
export const onAccountDeleted = ({
  profiles,
  erasures,
}: {
  readonly profiles: Profiles;
  readonly erasures: Erasures;
}) =>
  subscriber(accountDeleted, async ({ aggregateId, version, erasureId, deletedAt }) => {
    const known = erasureId === undefined ? undefined : { id: erasureId, requestedAt: new Date(deletedAt) };
    await erasures.begin(aggregateId, known);
    await profiles.erase(aggregateId, version);
  });
