import express, { type Express, type RequestHandler } from 'express';
import type { ApiFaults } from '../api-faults.ts';
import type { Log } from '../log.ts';
import type { CloudinaryAccount } from './account.ts';
import { createAssetsRouter } from './assets-router.ts';
import { answerErrors, CloudinaryError, unknownAddress } from './cloudinary-error.ts';
import { createDeliveryRouter } from './delivery.ts';
import type { FaultyRoute } from './faulty-routes.ts';
import type { Notifications } from './notifications.ts';
import { createUploadRouter } from './upload.ts';

export interface CloudinaryDependencies {
  readonly account: CloudinaryAccount;
  readonly apiFaults: ApiFaults<FaultyRoute>;
  readonly notifications: Notifications;
  readonly log: Log;
}

/**
 * Cloudinary's API and delivery: of what the real hosts api.cloudinary.com and res.cloudinary.com offer, what the platform
 * needs, on one port; their paths do not meet.
 */
export function createCloudinaryApp({ account, apiFaults, notifications, log }: CloudinaryDependencies): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  app.use(openToBrowsers);
  app.use('/:first/:second', ofThisCloud(account.keys.cloudName));
  app.use(apiFaults.middleware);
  app.use(createUploadRouter({ account, notifications }));
  app.use(createAssetsRouter({ account }));
  app.use(createDeliveryRouter({ account }));
  app.use(unknownAddress);
  app.use(answerErrors(log));
  return app;
}

/** Any page may upload and play. https://cloudinary.com/documentation/client_side_uploading */
const openToBrowsers: RequestHandler = (request, response, next) => {
  response.set({
    'access-control-allow-origin': '*',
    'access-control-allow-methods': 'GET, POST, OPTIONS',
    'access-control-allow-headers': 'Content-Range, Content-Type, Range, X-Requested-With, X-Unique-Upload-Id',
    'access-control-expose-headers': 'Accept-Ranges, Content-Length, Content-Range, ETag, X-Cld-Error',
  });
  if (request.method === 'OPTIONS') response.status(200).end();
  else next();
};

/** The cloud's name stands first in addresses of deliveries, second in those of the API. */
function ofThisCloud(cloudName: string): RequestHandler<{ first: string; second: string }> {
  return ({ params: { first, second } }, _response, next) => {
    const asked = first === 'v1_1' ? second : first;
    if (asked !== cloudName) throw new CloudinaryError(401, `Invalid cloud_name ${asked}`);
    next();
  };
}
