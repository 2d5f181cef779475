import { imageSize } from 'image-size';
import type { StoredFile } from './media-provider.ts';

/** Most cameras write less than this before the size. */
const HEAD_LENGTH = 256 * 1024;

export interface PixelSize {
  readonly width: number;
  readonly height: number;
}

/** Width and height of a picture; undefined where its head cannot be read. @throws what reading the file throws */
export async function pictureSize(file: StoredFile): Promise<PixelSize | undefined> {
  const early = sizeIn(await file.read(0, HEAD_LENGTH));
  if (early !== undefined || file.size <= HEAD_LENGTH) return early;
  return sizeIn(await file.read(0, file.size));
}

function sizeIn(bytes: Buffer): PixelSize | undefined {
  try {
    const { width, height } = imageSize(bytes);
    return width > 0 && height > 0 ? { width, height } : undefined;
  } catch {
    return undefined; // whatever the library stumbles on: it is no picture that we take
  }
}
