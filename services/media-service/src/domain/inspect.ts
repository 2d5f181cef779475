import { CONTENT_TYPES, type MediaKind } from '@studynotion/contracts';
import { fileTypeFromBuffer } from 'file-type';
import { isCutOff } from './is-cut-off.ts';
import type { Findings, Media } from './media.ts';
import type { StoredFile } from './media-provider.ts';
import { type PixelSize, pictureSize } from './picture-size.ts';
import { lookIntoVideo } from './video-head.ts';

/** What the bytes are, or why they are not taken, in words for their owner. */
export type Verdict = { readonly fit: Findings } | { readonly unfit: string };

/** Enough for every format's first mark. */
const MARK_LENGTH = 64 * 1024;
/** Pictures beyond these cannot be delivered on every plan. https://cloudinary.com/documentation/programmable_media_asset_usage_data */
const LONGEST_SIDE = 8192;
const MOST_PIXELS = 25_000_000;
const LONGEST_VIDEO_SECONDS = 12 * 3600;

/**
 * Looks at what arrived: by its bytes alone, whatever browser and provider say of it.
 * @throws what reading the file throws
 */
export async function inspect(file: StoredFile, { kind, size }: Pick<Media, 'kind' | 'size'>): Promise<Verdict> {
  if (file.size !== size) return { unfit: 'The file that arrived has another size than the one that was announced.' };
  const mark = await file.read(0, MARK_LENGTH);
  const type = await fileTypeFromBuffer(mark);
  if (type === undefined || !isTaken(kind, type.mime)) return { unfit: `This file is none of ${namesOf(kind)}.` };
  if (await isCutOff(file, type.mime)) return { unfit: 'This file is cut off.' };
  return kind === 'image' ? inspectPicture(file, type.ext) : inspectVideo(file, type);
}

async function inspectPicture(file: StoredFile, format: string): Promise<Verdict> {
  const size = await pictureSize(file);
  if (size === undefined) return { unfit: 'This picture cannot be read.' };
  if (isTooLarge(size)) return { unfit: `This picture is larger than ${LONGEST_SIDE} pixels or 25 megapixels.` };
  return { fit: { format } };
}

async function inspectVideo(file: StoredFile, { mime, ext }: { mime: string; ext: string }): Promise<Verdict> {
  const head = await lookIntoVideo(file, mime);
  if (head === undefined) return { unfit: 'This video cannot be read.' };
  if (head.pictures === undefined) return { unfit: 'This file has no pictures.' };
  if (longestSide(head.pictures) > LONGEST_SIDE) return { unfit: `This video is larger than ${LONGEST_SIDE} pixels.` };
  const { seconds } = head;
  if (seconds === undefined) return { unfit: 'This file does not say how long the video is.' };
  if (seconds > LONGEST_VIDEO_SECONDS) return { unfit: 'This video is longer than 12 hours.' };
  return { fit: { format: ext, durationSeconds: Math.max(1, Math.round(seconds)) } };
}

function isTaken(kind: MediaKind, type: string): boolean {
  return (CONTENT_TYPES[kind] as readonly string[]).includes(type);
}

function namesOf(kind: MediaKind): string {
  return kind === 'image' ? 'JPEG, PNG and WebP' : 'MP4 and WebM';
}

function isTooLarge(size: PixelSize): boolean {
  return longestSide(size) > LONGEST_SIDE || size.width * size.height > MOST_PIXELS;
}

function longestSide({ width, height }: PixelSize): number {
  return Math.max(width, height);
}
