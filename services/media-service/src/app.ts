import { defineService, type Wiring } from '@studynotion/service-kit';
import type { Settings } from './config.ts';
import { sweepOrphans } from './domain/sweep-orphans.ts';
import { onAccountDeleted } from './events/account-deleted.ts';
import { mediaUserSubscribers } from './events/media-users.ts';
import { internalHandlers } from './http/internal-handlers.ts';
import { receiveCloudinaryNotificationHandler } from './http/receive-cloudinary-notification.ts';
import { uploadHandlers } from './http/upload-handlers.ts';
import { buildParts, type Parts } from './parts.ts';

/** What a crash left is resumed within this time, in seconds. */
const WORK_SECONDS = 5;
const SWEEP_SECONDS = 600;

export const mediaService = defineService<Settings>((kit) => wire(buildParts(kit)));

export function wire(parts: Parts): Wiring {
  const { checks, destructions, outboxes, provider } = parts;
  return {
    handlers: [...uploadHandlers(parts), receiveCloudinaryNotificationHandler(parts), ...internalHandlers(parts)],
    subscribers: [...mediaUserSubscribers(parts), onAccountDeleted(parts)],
    outboxes,
    jobs: [
      { name: 'checks', everySeconds: WORK_SECONDS, run: () => checks.run() },
      { name: 'destructions', everySeconds: WORK_SECONDS, run: () => destructions.run() },
      { name: 'orphans', everySeconds: SWEEP_SECONDS, run: () => sweepOrphans(parts) },
    ],
    close: async () => {
      await checks.settle();
      await destructions.settle();
      provider.close();
    },
  };
}
