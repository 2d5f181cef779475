import type { Request } from 'express';
import type { CloudinaryKeys } from './account.ts';
import type { Asset } from './asset.ts';
import { answerSignature } from './signatures.ts';

export interface Delivered {
  /** Where assets are delivered from, e.g. `http://localhost:3423`. */
  readonly origin: string;
  readonly cloudName: string;
}

/** The stand-in delivers where browsers reach it, or else at the address under which it was asked. */
export function deliveredFrom(request: Request, { cloudName, publicUrl }: CloudinaryKeys): Delivered {
  return { origin: publicUrl ?? `http://${request.get('host') ?? 'localhost'}`, cloudName };
}

/** An upload's answer. https://cloudinary.com/documentation/upload_images#upload_response */
export function uploadAnswer(asset: Asset, where: Delivered, keys: CloudinaryKeys) {
  return {
    ...common(asset),
    version_id: asset.versionId,
    signature: answerSignature(asset.publicId, asset.version, keys.apiSecret),
    tags: asset.tags,
    placeholder: false,
    etag: asset.etag,
    ...addresses(asset, where),
    original_filename: asset.originalFilename,
    api_key: keys.apiKey,
  };
}

/** https://cloudinary.com/documentation/admin_api#get_the_details_of_a_single_resource */
export function resourceDetails(asset: Asset, where: Delivered) {
  return { ...common(asset), ...addresses(asset, where), derived: [] };
}

function common(asset: Asset) {
  const { assetId, publicId, version, width, height, format, resourceType, createdAt, bytes, type, assetFolder } =
    asset;
  return {
    asset_id: assetId,
    public_id: publicId,
    version,
    width,
    height,
    format,
    resource_type: resourceType,
    created_at: createdAt,
    bytes,
    type,
    asset_folder: assetFolder,
    display_name: publicId.slice(publicId.lastIndexOf('/') + 1),
    ...(resourceType === 'image' ? { pages: 1 } : { pages: 0, is_audio: false, duration: asset.duration }),
  };
}

/** Anybody may read the address of a public asset; of others it is told without the signature that it needs. */
function addresses({ resourceType, type, version, publicId, format }: Asset, { origin, cloudName }: Delivered) {
  const path = `/${cloudName}/${resourceType}/${type}/v${version}/${publicId}.${format}`;
  return { url: `${origin}${path}`, secure_url: `${origin}${path}` };
}
