import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { type Request, Router } from 'express';
import type { CloudinaryAccount } from './account.ts';
import { type Asset, type AssetName, deliveryTypes, type ResourceType, resourceTypes } from './asset.ts';
import { requireFresh, requireSigned } from './authentication.ts';
import { CloudinaryError } from './cloudinary-error.ts';
import { deliveredFrom, uploadAnswer } from './entities.ts';
import { inspect } from './inspect.ts';
import type { Notifications } from './notifications.ts';
import type { Parameters } from './signatures.ts';

export interface UploadDependencies {
  readonly account: CloudinaryAccount;
  readonly notifications: Notifications;
}

/** A larger file comes in parts. https://cloudinary.com/documentation/upload_images#chunked_asset_upload */
const LARGEST_PART = 100 * 1024 * 1024;
const SMALLEST_PART = 5 * 1024 * 1024;

/** What this stand-in does of https://cloudinary.com/documentation/image_upload_api_reference#upload_optional_parameters. */
const PARAMETERS = [
  'allowed_formats',
  'api_key',
  'asset_folder',
  'folder',
  'notification_url',
  'overwrite',
  'public_id',
  'signature',
  'tags',
  'timestamp',
  'type',
];

interface Part {
  readonly uploadId: string;
  readonly start: number;
  readonly end: number;
  /** Of the whole file; -1 while nobody knows. */
  readonly total: number;
}

/** https://cloudinary.com/documentation/image_upload_api_reference#upload */
export function createUploadRouter({ account, notifications }: UploadDependencies): Router {
  const router = Router();

  router.post('/v1_1/:cloud/:resourceType/upload', async (request, response) => {
    const resourceType = resourceTypeOf(request.params.resourceType);
    const part = partOf(request);
    const { parameters, file, fileName } = await readForm(request);
    requireSigned(parameters, account.keys);
    requireFresh(parameters);
    const name = nameOf(parameters, resourceType);

    const whole = part === undefined ? file : addPart(account, part, file);
    if (whole === undefined) {
      const received = { done: false, bytes: file.length, kind: 'upload', resource_type: resourceType };
      response.json({ ...received, public_id: name.publicId });
      return;
    }
    const done = part === undefined ? {} : { done: true };
    const delivered = deliveredFrom(request, account.keys);
    const existing = parameters.overwrite === 'false' ? account.find(name) : undefined;
    if (existing !== undefined) {
      response.json({ ...uploadAnswer(existing, delivered, account.keys), existing: true, ...done });
      return;
    }
    const content = await inspect(whole, resourceType);
    requireAllowed(content.format, parameters, resourceType);
    const asset = account.put({
      ...name,
      ...content,
      file: whole,
      assetFolder: parameters.asset_folder ?? parameters.folder ?? '',
      originalFilename: fileName.replace(/\.[^.]*$/, ''),
      tags: parameters.tags?.split(',') ?? [],
    });
    const answer = uploadAnswer(asset, delivered, account.keys);
    notify(notifications, asset, answer, parameters);
    response.json({ ...answer, ...done });
  });

  return router;
}

export function resourceTypeOf(text: string): ResourceType {
  const found = resourceTypes.find((candidate) => candidate === text);
  if (found === undefined) throw new CloudinaryError(400, `Invalid resource type: ${text}`);
  return found;
}

/** `folder` becomes a part of the public id. https://cloudinary.com/documentation/folder_modes */
function nameOf(parameters: Parameters, resourceType: ResourceType): AssetName {
  const { public_id: publicId = '', folder = '', type = 'upload' } = parameters;
  const known = deliveryTypes.find((candidate) => candidate === type);
  if (known === undefined) throw new CloudinaryError(400, `Invalid type: ${type}`);
  if (publicId === '') throw new CloudinaryError(400, 'Missing required parameter - public_id');
  return { resourceType, type: known, publicId: folder === '' ? publicId : `${folder}/${publicId}` };
}

/** Everything is kept in memory: a part is 100 MB at most. */
async function readForm(request: Request): Promise<{ parameters: Parameters; file: Buffer; fileName: string }> {
  const headers = { 'content-type': request.get('content-type') ?? '' };
  const body = Readable.toWeb(request) as ReadableStream<Uint8Array>;
  const form = await new Response(body, { headers }).formData().catch(() => {
    throw new CloudinaryError(400, 'The request is no multipart/form-data');
  });
  const entries = [...form].filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  const unknown = entries.find(([name]) => !PARAMETERS.includes(name));
  if (unknown !== undefined) throw new CloudinaryError(400, `The stand-in does not know the parameter ${unknown[0]}`);
  const sent = form.get('file');
  if (!(sent instanceof File)) throw new CloudinaryError(400, 'Missing required parameter - file');
  const file = Buffer.from(await sent.arrayBuffer());
  if (file.length > LARGEST_PART)
    throw new CloudinaryError(400, `File size too large. Got ${file.length}. Maximum is ${LARGEST_PART}.`);
  return { parameters: Object.fromEntries(entries), file, fileName: sent.name };
}

function requireAllowed(format: string, { allowed_formats: allowed }: Parameters, resourceType: ResourceType): void {
  if (allowed === undefined || allowed.split(',').includes(format)) return;
  throw new CloudinaryError(400, `${resourceType === 'image' ? 'Image' : 'Video'} file format ${format} not allowed`);
}

/** https://cloudinary.com/documentation/client_side_uploading#chunked_asset_upload */
function partOf(request: Request): Part | undefined {
  const range = request.get('content-range');
  if (range === undefined) return undefined;
  const [, start, end, total] = /^bytes (\d+)-(\d+)\/(\d+|-1)$/.exec(range) ?? [];
  const uploadId = request.get('x-unique-upload-id') ?? '';
  if (start === undefined || uploadId === '') throw new CloudinaryError(400, 'Invalid Content-Range');
  return { uploadId, start: Number(start), end: Number(end), total: Number(total) };
}

/** Parts come one after another here; the real one takes those between the first and the last in any order. */
function addPart(account: CloudinaryAccount, { uploadId, start, end, total }: Part, file: Buffer): Buffer | undefined {
  const isLast = end + 1 === total;
  if (end - start + 1 !== file.length) throw new CloudinaryError(400, 'Invalid Content-Range');
  if (!isLast && file.length < SMALLEST_PART)
    throw new CloudinaryError(400, 'All parts except EOF-chunk must be larger than 5mb');
  // A part whose answer got lost comes again.
  if (start !== 0 && start !== account.receivedOf(uploadId)) throw new CloudinaryError(400, 'Invalid Content-Range');
  account.addPart(uploadId, start, file);
  return isLast ? account.takeParts(uploadId) : undefined;
}

/** https://cloudinary.com/documentation/notifications */
function notify(notifications: Notifications, { createdAt }: Asset, answer: object, parameters: Parameters): void {
  const { notification_url: url, api_key: apiKey } = parameters;
  if (url === undefined) return;
  notifications.add(url, {
    notification_type: 'upload',
    timestamp: createdAt,
    ...answer,
    notification_context: { triggered_at: createdAt, triggered_by: { source: 'api', id: apiKey } },
    signature_key: apiKey,
  });
}
