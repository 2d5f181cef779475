import { fileTypeFromBuffer } from 'file-type';
import { imageSize } from 'image-size';
import { parseBuffer } from 'music-metadata';
import type { Content, ResourceType } from './asset.ts';
import { CloudinaryError } from './cloudinary-error.ts';

const images = ['jpg', 'png', 'webp', 'gif'];
const videos = ['mp4', 'webm', 'mov'];

/**
 * What a file is, by its bytes; its name says nothing. The real one decodes the whole file, so that it also refuses
 * damaged ones; here their head has to do.
 */
export async function inspect(bytes: Buffer, resourceType: ResourceType): Promise<Content> {
  if (bytes.length === 0) throw new CloudinaryError(400, 'Empty file');
  return resourceType === 'image' ? inspectImage(bytes) : inspectVideo(bytes);
}

async function inspectImage(bytes: Buffer): Promise<Content> {
  const format = await formatOf(bytes);
  if (!images.includes(format) && format !== 'svg') throw new CloudinaryError(400, 'Invalid image file');
  try {
    const { width, height } = imageSize(bytes);
    return { format, width, height };
  } catch {
    throw new CloudinaryError(400, 'Invalid image file');
  }
}

async function inspectVideo(bytes: Buffer): Promise<Content> {
  const format = await formatOf(bytes);
  if (!videos.includes(format)) throw new CloudinaryError(400, 'Unsupported video format or file');
  const { format: head } = await parseBuffer(bytes, { mimeType: `video/${format}` }).catch(() => ({
    format: {} as never,
  }));
  const tracks = head.trackInfo ?? [];
  const picture = tracks.find(({ video }) => video !== undefined)?.video;
  return {
    format,
    width: picture?.pixelWidth,
    height: picture?.pixelHeight,
    duration: head.duration ?? tracks.find(({ duration }) => duration !== undefined)?.duration,
  };
}

async function formatOf(bytes: Buffer): Promise<string> {
  const found = (await fileTypeFromBuffer(bytes))?.ext;
  if (found !== undefined && found !== 'xml') return found;
  return /^\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<svg[\s>]/s.test(bytes.subarray(0, 4096).toString('latin1'))
    ? 'svg'
    : '';
}
