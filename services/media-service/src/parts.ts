import { mediaAccountErased, mediaDeleted, mediaFailed, mediaUploaded } from '@studynotion/contracts';
import { type Kit, Outbox, Worker } from '@studynotion/service-kit';
import type { Settings } from './config.ts';
import { CloudinaryProvider } from './data/cloudinary-provider.ts';
import { ErasedAccounts, erasedAccountModel } from './data/erased-accounts.ts';
import { mediaModel } from './data/media-model.ts';
import { MediaRepository } from './data/media-repository.ts';
import { MediaUses } from './data/media-uses.ts';
import { checkNext } from './domain/check-upload.ts';
import { destroyNext } from './domain/destroy-bytes.ts';

/** Everything the service is made of, wired to each other. */
export function buildParts(kit: Kit<Settings>) {
  const { clock, database, faultPoint, logger, secret, settings, sidecar } = kit;
  const mediaDocuments = mediaModel(database);
  const erasedDocuments = erasedAccountModel(database);
  const mediaOutbox = new Outbox({
    ...kit,
    model: mediaDocuments,
    events: [{ event: mediaUploaded }, { event: mediaFailed }, { event: mediaDeleted }],
  });
  const erasedOutbox = new Outbox({ ...kit, model: erasedDocuments, events: [{ event: mediaAccountErased }] });
  const media = new MediaRepository({ model: mediaDocuments, outbox: mediaOutbox, clock });
  const uses = new MediaUses(database);
  const erasedAccounts = new ErasedAccounts({ model: erasedDocuments, outbox: erasedOutbox });
  const provider = new CloudinaryProvider({
    apiUrl: settings.CLOUDINARY_API_URL,
    internalUrl: settings.CLOUDINARY_INTERNAL_URL || settings.CLOUDINARY_API_URL,
    deliveryUrl: settings.CLOUDINARY_DELIVERY_URL,
    cloudName: settings.CLOUDINARY_CLOUD_NAME,
    folder: settings.CLOUDINARY_FOLDER,
    notificationUrl: `${settings.WEBHOOK_ORIGIN || settings.PUBLIC_ORIGIN}/api/v1/webhooks/cloudinary`,
    apiKey: secret('cloudinary-api-key'),
    apiSecret: secret('cloudinary-api-secret'),
  });
  const needs = { clock, erasedAccounts, faultPoint, logger, media, provider, sidecar, uses };
  const destructions = new Worker({ name: 'destructions', logger, takeOne: () => destroyNext(needs) });
  const checks = new Worker({ name: 'checks', logger, takeOne: () => checkNext({ ...needs, destructions }) });
  return { ...needs, checks, destructions, outboxes: [mediaOutbox, erasedOutbox] };
}

export type Parts = ReturnType<typeof buildParts>;
