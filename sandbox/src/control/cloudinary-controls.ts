import { Router } from 'express';
import { z } from 'zod';
import type { ApiFaults } from '../api-faults.ts';
import type { CloudinaryAccount } from '../cloudinary/account.ts';
import { deliveryTypes, resourceTypes } from '../cloudinary/asset.ts';
import { type FaultyRoute, faultyRoutes } from '../cloudinary/faulty-routes.ts';
import type { Notification, Notifications } from '../cloudinary/notifications.ts';
import { faultOf } from './fault.ts';
import { ControlError, parseControl } from './parse-control.ts';

export interface CloudinaryControlDependencies {
  readonly account: CloudinaryAccount;
  readonly notifications: Notifications;
  readonly apiFaults: ApiFaults<FaultyRoute>;
}

const OtherBytes = z.strictObject({
  resourceType: z.enum(resourceTypes),
  type: z.enum(deliveryTypes).default('upload'),
  publicId: z.string().min(1),
  /** Base64. */
  bytes: z.base64(),
});
const Fault = faultOf(faultyRoutes);

export function createCloudinaryControls({ account, notifications, apiFaults }: CloudinaryControlDependencies): Router {
  const router = Router();

  router.get('/sandbox/cloudinary/assets', (_request, response) => {
    response.json({ items: account.all().map(({ id: _id, ...asset }) => asset) });
  });

  /** Bytes that no upload would be let in with: as if Cloudinary had not looked at them. */
  router.put('/sandbox/cloudinary/assets', (request, response) => {
    const { bytes, ...name } = parseControl(OtherBytes, request.body);
    const asset = account.find(name);
    if (asset === undefined) throw new ControlError(404, 'There is no such asset');
    account.replaceFile(asset, Buffer.from(bytes, 'base64'));
    response.status(204).end();
  });

  router.get('/sandbox/cloudinary/notifications', (request, response) => {
    const { about } = parseControl(z.strictObject({ about: z.string().optional() }), request.query);
    const items = notifications.all().filter(({ body }) => about === undefined || body.includes(about));
    response.json({ mode: notifications.mode, items: items.map(shown) });
  });

  router.put('/sandbox/cloudinary/notifications', (request, response) => {
    const { mode } = parseControl(z.strictObject({ mode: z.enum(['normal', 'hold', 'drop']) }), request.body);
    notifications.mode = mode;
    response.json({ mode });
  });

  router.post('/sandbox/cloudinary/notifications/release', async (request, response) => {
    const { ids } = parseControl(z.strictObject({ ids: z.array(z.string()).min(1) }), request.body);
    const known = new Set(notifications.all().map(({ id }) => id));
    const unknown = ids.find((id) => !known.has(id));
    if (unknown !== undefined) throw new ControlError(404, `There is no notification ${unknown}`);
    response.json({ items: (await notifications.release(ids)).map(shown) });
  });

  router.put('/sandbox/cloudinary/faults', (request, response) => {
    apiFaults.set(parseControl(Fault, request.body));
    response.json({ items: apiFaults.all() });
  });

  router.get('/sandbox/cloudinary/faults', (_request, response) => {
    response.json({ items: apiFaults.all() });
  });

  return router;
}

/** The body as an object is easier to look into than as text. */
function shown({ body, nextAttemptAt, ...notification }: Notification) {
  return { ...notification, nextAttemptAt: new Date(nextAttemptAt).toISOString(), body: JSON.parse(body) as unknown };
}
