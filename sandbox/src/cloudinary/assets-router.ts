import express, { type Request, Router } from 'express';
import type { CloudinaryAccount } from './account.ts';
import { type AssetName, deliveryTypes, type ResourceType } from './asset.ts';
import { requireAdministrator, requireFresh, requireSigned } from './authentication.ts';
import { CloudinaryError, resourceNotFound } from './cloudinary-error.ts';
import { deliveredFrom, resourceDetails } from './entities.ts';
import { resourceTypeOf } from './upload.ts';

/** What can be done with an asset that is there. */
export function createAssetsRouter({ account }: { account: CloudinaryAccount }): Router {
  const router = Router();

  /** https://cloudinary.com/documentation/image_upload_api_reference#destroy */
  router.post(
    '/v1_1/:cloud/:resourceType/destroy',
    express.urlencoded({ extended: false }),
    async (request, response) => {
      const parameters = await destroyParameters(request);
      requireSigned(parameters, account.keys);
      requireFresh(parameters);
      const name = nameOf(resourceTypeOf(request.params.resourceType), parameters.type, parameters.public_id);
      response.json({ result: account.destroy(name) ? 'ok' : 'not found' });
    },
  );

  /** https://cloudinary.com/documentation/admin_api#get_the_details_of_a_single_resource */
  router.get('/v1_1/:cloud/resources/:resourceType/:type/*publicId', (request, response) => {
    requireAdministrator(request, account.keys);
    const { resourceType, type, publicId } = request.params;
    const name = nameOf(resourceTypeOf(resourceType), type, publicId.join('/'));
    const asset = account.find(name);
    if (asset === undefined) throw resourceNotFound(name.publicId);
    response.json(resourceDetails(asset, deliveredFrom(request, account.keys)));
  });

  return router;
}

/** SDKs send a form with parts, others one of plain fields. */
async function destroyParameters(request: Request): Promise<Record<string, string>> {
  if (!request.is('multipart/form-data')) return request.body ?? {};
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const headers = { 'content-type': request.get('content-type') ?? '' };
  const form = await new Response(Buffer.concat(chunks), { headers }).formData();
  return Object.fromEntries([...form].filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

export function nameOf(resourceType: ResourceType, type = 'upload', publicId = ''): AssetName {
  const known = deliveryTypes.find((candidate) => candidate === type);
  if (known === undefined) throw new CloudinaryError(400, `Invalid type: ${type}`);
  if (publicId === '') throw new CloudinaryError(400, 'Missing required parameter - public_id');
  return { resourceType, type: known, publicId };
}
