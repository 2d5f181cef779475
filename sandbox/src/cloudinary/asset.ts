import { createHash } from 'node:crypto';

export const resourceTypes = ['image', 'video'] as const;
export type ResourceType = (typeof resourceTypes)[number];

/** Who may see it. https://cloudinary.com/documentation/control_access_to_media */
export const deliveryTypes = ['upload', 'private', 'authenticated'] as const;
export type DeliveryType = (typeof deliveryTypes)[number];

/** What names an asset: the same public id may exist once per kind and delivery type. */
export interface AssetName {
  readonly resourceType: ResourceType;
  readonly type: DeliveryType;
  readonly publicId: string;
}

/** What the bytes are. */
export interface Content {
  readonly format: string;
  readonly width?: number;
  readonly height?: number;
  /** In seconds; of a video. */
  readonly duration?: number;
}

/** A stored picture or video. */
export interface Asset extends AssetName, Content {
  /** Its file's name. */
  readonly id: string;
  readonly assetId: string;
  readonly version: number;
  readonly versionId: string;
  readonly bytes: number;
  readonly etag: string;
  readonly createdAt: string;
  readonly assetFolder: string;
  readonly originalFilename: string;
  readonly tags: readonly string[];
}

/** A public id may hold anything, the name of a file may not. */
export function idOf({ resourceType, type, publicId }: AssetName): string {
  return createHash('sha1').update(`${resourceType}/${type}/${publicId}`).digest('hex');
}

/** Content type of a delivery by format. */
export const contentTypes: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  gif: 'image/gif',
  svg: 'image/svg+xml',
  mp4: 'video/mp4',
  webm: 'video/webm',
  mov: 'video/quicktime',
};
