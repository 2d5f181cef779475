import { profileChanged } from '@studynotion/contracts';
import { defineService, Outbox } from '@studynotion/service-kit';
import type { Settings } from './config.ts';
import { profileModel } from './data/profile-model.ts';
import { Profiles } from './data/profiles.ts';
import { onAccountRegistered } from './events/account-registered.ts';
import { profileHandlers } from './http/profile-handlers.ts';

/** Profiles: who people say they are. */
export const userProfileService = defineService<Settings>((kit) => {
  const { sidecar, logger, metrics, clock, faultPoint } = kit;
  const model = profileModel(kit.database);
  const outbox = new Outbox({
    model,
    events: [{ event: profileChanged }],
    sidecar,
    logger,
    metrics,
    clock,
    faultPoint,
  });
  const profiles = new Profiles({ model, outbox, clock });

  return {
    handlers: profileHandlers({ profiles, sidecar, clock }),
    subscribers: [onAccountRegistered({ profiles })],
    outboxes: [outbox],
  };
});
