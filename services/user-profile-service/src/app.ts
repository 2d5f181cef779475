import { profileAccountErased, profileChanged } from '@studynotion/contracts';
import { defineService, Outbox } from '@studynotion/service-kit';
import type { Settings } from './config.ts';
import { erasureModel } from './data/erasure-model.ts';
import { Erasures } from './data/erasures.ts';
import { profileModel } from './data/profile-model.ts';
import { Profiles } from './data/profiles.ts';
import { onAccountDeleted } from './events/account-deleted.ts';
import { onAccountErased } from './events/account-erased.ts';
import { onAccountRegistered } from './events/account-registered.ts';
import { onMediaDeleted } from './events/media-deleted.ts';
import { erasureHandlers } from './http/erasure-handlers.ts';
import { profileHandlers } from './http/profile-handlers.ts';

/** Profiles: who people say they are, until they want to be forgotten. */
export const userProfileService = defineService<Settings>((kit) => {
  const { sidecar, logger, metrics, clock, faultPoint } = kit;
  const model = profileModel(kit.database);
  const outbox = new Outbox({
    model,
    events: [{ event: profileChanged }, { event: profileAccountErased }],
    sidecar,
    logger,
    metrics,
    clock,
    faultPoint,
  });
  const profiles = new Profiles({ model, outbox, clock });

  const erasures = new Erasures({ model: erasureModel(kit.database), clock });

  return {
    handlers: [...profileHandlers({ profiles, sidecar, clock }), ...erasureHandlers({ erasures, sidecar, faultPoint })],
    subscribers: [
      onAccountRegistered({ profiles }),
      onAccountDeleted({ profiles, erasures }),
      onMediaDeleted({ profiles }),
      ...onAccountErased({ erasures }),
    ],
    outboxes: [outbox],
  };
});
