import { type Response, Router } from 'express';
import type { CloudinaryAccount } from './account.ts';
import { type Asset, contentTypes } from './asset.ts';
import { nameOf } from './assets-router.ts';
import { requireFresh, requireSigned } from './authentication.ts';
import { CloudinaryError, resourceNotFound } from './cloudinary-error.ts';
import { isAddressSigned, type Parameters } from './signatures.ts';
import { resourceTypeOf } from './upload.ts';

/** What may stand before the public id. https://cloudinary.com/documentation/transformation_reference */
const TRANSFORMATION = /^[a-z]{1,3}_[^/]+$/;
/** Transformations after which a picture may still be what it was: smaller only where it is larger, any format. */
const HARMLESS = /^(c_limit|w_\d+|h_\d+|f_auto|q_auto)$/;

interface Address {
  readonly signature?: string;
  readonly transformation: readonly string[];
  /** Public id with or without a format behind it. */
  readonly source: string;
}

/** Assets as browsers get them. */
export function createDeliveryRouter({ account }: { account: CloudinaryAccount }): Router {
  const router = Router();

  /**
   * An address that expires: `private_download_url` of the SDKs, on every plan. Without `expires_at` it holds an hour.
   * https://cloudinary.com/documentation/control_access_to_media#providing_time_limited_access_to_private_media_assets
   */
  router.get('/v1_1/:cloud/:resourceType/download', (request, response) => {
    const parameters = request.query as Parameters;
    const { expires_at: expiresAt } = parameters;
    requireSigned(parameters, account.keys);
    if (expiresAt === undefined) requireFresh(parameters);
    else if (Number(expiresAt) < Date.now() / 1000) throw new CloudinaryError(401, `Expired at ${expiresAt}`);
    const name = nameOf(resourceTypeOf(request.params.resourceType), parameters.type, parameters.public_id);
    const asset = account.find(name);
    if (asset === undefined) throw resourceNotFound(name.publicId);
    if (parameters.attachment === 'true') response.attachment(`${asset.originalFilename}.${asset.format}`);
    deliver(account, asset, response);
  });

  /**
   * Signed where the asset is not public: https://cloudinary.com/documentation/delivery_url_signatures. Answers parts of a
   * file too. Pictures come as they are stored: only transformations after which they may look so are taken.
   */
  router.get('/:cloud/:resourceType/:type/*rest', (request, response, next) => {
    if (request.params.cloud === 'v1_1') return next();
    const { resourceType, type, rest } = request.params;
    const { signature, transformation, source } = addressOf(rest);
    const asset = assetAt(account, { resourceType, type, source });
    if (asset === undefined) throw resourceNotFound(source);
    const signed = [...transformation, source].join('/');
    if (signature !== undefined && !isAddressSigned(signature, signed, account.keys.apiSecret))
      throw new CloudinaryError(401, 'Invalid signature');
    if (signature === undefined && !isOpen(asset, transformation))
      throw new CloudinaryError(401, 'A signature is required');
    if (!transformation.every((step) => step.split(',').every((part) => HARMLESS.test(part))))
      throw new CloudinaryError(400, `The stand-in does not transform by ${transformation.join('/')}`);
    // A public address is cached for a month. https://cloudinary.com/documentation/advanced_url_delivery_options
    response.set('cache-control', 'public, max-age=2592000');
    deliver(account, asset, response);
  });

  return router;
}

/** Of a private asset only the original is guarded. https://cloudinary.com/documentation/control_access_to_media */
function isOpen({ type }: Asset, transformation: readonly string[]): boolean {
  return type === 'upload' || (type === 'private' && transformation.length > 0);
}

function addressOf(segments: readonly string[]): Address {
  const rest = [...segments];
  const signature = /^s--([\w-]+)--$/.exec(rest[0] ?? '')?.[1];
  if (signature !== undefined) rest.shift();
  const transformation: string[] = [];
  while (rest.length > 1 && TRANSFORMATION.test(rest[0] ?? '')) transformation.push(rest.shift() ?? '');
  if (rest.length > 1 && /^v\d+$/.test(rest[0] ?? '')) rest.shift();
  return { signature, transformation, source: rest.join('/') };
}

/** The format behind a public id may be left out; another one than the asset's would be made, which happens not here. */
function assetAt(
  account: CloudinaryAccount,
  { resourceType, type, source }: { resourceType: string; type: string; source: string },
): Asset | undefined {
  const find = (publicId: string) => account.find(nameOf(resourceTypeOf(resourceType), type, publicId));
  const [, withoutFormat, format] = /^(.+)\.(\w+)$/.exec(source) ?? [];
  const asset = find(source) ?? (withoutFormat === undefined ? undefined : find(withoutFormat));
  if (asset === undefined || asset.publicId === source || asset.format === format) return asset;
  throw new CloudinaryError(400, `The stand-in does not turn ${asset.format} into ${format}`);
}

function deliver(account: CloudinaryAccount, asset: Asset, response: Response): void {
  response
    .set('etag', `"${asset.etag}"`)
    .type(contentTypes[asset.format] ?? 'application/octet-stream')
    // Express answers ranges itself (RFC 9110, 14). Installations keep their data below a folder with a dot.
    .sendFile(account.fileOf(asset), {
      acceptRanges: true,
      cacheControl: false,
      dotfiles: 'allow',
      etag: false,
      lastModified: false,
    });
}
