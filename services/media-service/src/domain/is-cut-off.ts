import type { StoredFile } from './media-provider.ts';

/** Fragments make many boxes; the first ones tell enough. */
const MOST_BOXES = 64;
const PNG_END = Buffer.from('0000000049454e44ae426082', 'hex');
const JPEG_END = Buffer.from([0xff, 0xd9]);
/** Some cameras write a few things behind the picture. */
const TAIL_LENGTH = 256 * 1024;

/**
 * Whether a file ends before it should by what it says of itself. Without a sure sign it counts as whole.
 * @throws what reading the file throws
 */
export async function isCutOff(file: StoredFile, type: string): Promise<boolean> {
  switch (type) {
    case 'image/png':
      return !(await tailOf(file)).includes(PNG_END);
    case 'image/jpeg':
      return !(await tailOf(file)).includes(JPEG_END);
    case 'image/webp':
      // https://developers.google.com/speed/webp/docs/riff_container: the size of all that follows it
      return (await file.read(4, 4)).readUInt32LE() + 8 > file.size;
    case 'video/webm':
      return isWebmCutOff(file);
    default:
      return isMp4CutOff(file);
  }
}

function tailOf(file: StoredFile): Promise<Buffer> {
  const start = Math.max(0, file.size - TAIL_LENGTH);
  return file.read(start, file.size - start);
}

/** Boxes fill the file to its end (ISO/IEC 14496-12, 4.2). */
async function isMp4CutOff(file: StoredFile): Promise<boolean> {
  let start = 0;
  for (let count = 0; start < file.size && count < MOST_BOXES; count += 1) {
    const header = await file.read(start, 16);
    if (header.length < 8) return true;
    const length = boxLength(header, file.size - start);
    if (length === undefined || length > file.size - start) return true;
    start += length;
  }
  return false;
}

function boxLength(header: Buffer, left: number): number | undefined {
  const short = header.readUInt32BE();
  if (short === 0) return left; // to the end of the file
  if (short !== 1) return short < 8 ? undefined : short;
  if (header.length < 16) return undefined;
  const long = Number(header.readBigUInt64BE(8));
  return long < 16 ? undefined : long;
}

/** The segment, which holds everything, tells its size unless it was recorded live (RFC 8794; RFC 9559, 4). */
async function isWebmCutOff(file: StoredFile): Promise<boolean> {
  const head = await file.read(0, 4096);
  const segment = afterElement(head, 0);
  if (segment === undefined || head.length < segment + 5) return true;
  const size = elementSize(head, segment + 4);
  if (size === undefined || size.value === undefined) return false;
  return segment + 4 + size.length + size.value > file.size;
}

/** Where the element behind this one begins; ids at the top have four bytes. */
function afterElement(head: Buffer, start: number): number | undefined {
  const size = elementSize(head, start + 4);
  return size?.value === undefined ? undefined : start + 4 + size.length + size.value;
}

/** A size of one to eight bytes, whose first bits tell how many; all ones is unknown. */
function elementSize(head: Buffer, start: number): { length: number; value: number | undefined } | undefined {
  const first = head[start];
  if (first === undefined || first === 0) return undefined;
  const length = Math.clz32(first) - 23;
  if (head.length < start + length) return undefined;
  let value = first & ((1 << (8 - length)) - 1);
  let isUnknown = value === (1 << (8 - length)) - 1;
  for (const byte of head.subarray(start + 1, start + length)) {
    value = value * 256 + byte;
    isUnknown &&= byte === 0xff;
  }
  return { length, value: isUnknown ? undefined : value };
}
