import { picture, pictureParameters, sequenceParameters } from './h264.ts';

export interface SampleMp4Options {
  readonly seconds: number;
  /** Multiples of 16. @default 128 x 96 */
  readonly width?: number;
  readonly height?: number;
  /** Where players find the index; recorders often leave it behind the pictures. @default 'front' */
  readonly index?: 'front' | 'end';
}

/** Time units in a second. */
const TIME_SCALE = 1000;

/**
 * A playable MP4 with H.264 pictures, one a second: a bright bar that wanders over a gradient. Made without a codec, so
 * it is large for what it shows: 18 kB a second at the default size. Boxes follow ISO/IEC 14496-12 and -15.
 */
export function sampleMp4({ seconds, width = 128, height = 96, index = 'front' }: SampleMp4Options): Buffer {
  const pictures = Array.from({ length: seconds }, (_, second) => {
    const bar = (second * 16) % width;
    return picture(width, height, second, (x, y) => (Math.abs(x - bar) < 8 ? 220 : 40 + (y * 120) / height));
  }).map((unit) => Buffer.concat([uint32(unit.length), unit]));
  const type = box('ftyp', Buffer.from('isom'), uint32(512), Buffer.from('isomiso2avc1mp41'));
  const data = box('mdat', ...pictures);
  const moovAt = (firstPicture: number) => moov({ pictures, width, height, firstPicture });
  if (index === 'end') return Buffer.concat([type, data, moovAt(type.length + 8)]);
  const indexLength = moovAt(0).length;
  return Buffer.concat([type, moovAt(type.length + indexLength + 8), data]);
}

interface Movie {
  readonly pictures: readonly Buffer[];
  readonly width: number;
  readonly height: number;
  /** Where its bytes begin in the file. */
  readonly firstPicture: number;
}

function moov(movie: Movie): Buffer {
  const duration = movie.pictures.length * TIME_SCALE;
  const header = fullBox(
    'mvhd',
    0,
    zeros(8),
    uint32(TIME_SCALE),
    uint32(duration),
    uint32(0x00010000), // normal speed
    uint16(0x0100), // full volume
    zeros(10),
    MATRIX,
    zeros(24),
    uint32(2), // next track
  );
  return box('moov', header, track(movie, duration));
}

function track(movie: Movie, duration: number): Buffer {
  const header = fullBox(
    'tkhd',
    3, // enabled, in the movie
    zeros(8),
    uint32(1),
    zeros(4),
    uint32(duration),
    zeros(16),
    MATRIX,
    uint32(movie.width << 16),
    uint32(movie.height << 16),
  );
  const mediaHeader = fullBox('mdhd', 0, zeros(8), uint32(TIME_SCALE), uint32(duration), uint16(0x55c4), zeros(2));
  const handler = fullBox('hdlr', 0, zeros(4), Buffer.from('vide'), zeros(12), Buffer.from('video\0'));
  const references = box('dinf', fullBox('dref', 0, uint32(1), fullBox('url ', 1)));
  const information = box('minf', fullBox('vmhd', 1, zeros(8)), references, sampleTable(movie));
  return box('trak', header, box('mdia', mediaHeader, handler, information));
}

function sampleTable({ pictures, width, height, firstPicture }: Movie): Buffer {
  const count = uint32(pictures.length);
  return box(
    'stbl',
    fullBox('stsd', 0, uint32(1), sampleEntry(width, height)),
    fullBox('stts', 0, uint32(1), count, uint32(TIME_SCALE)),
    fullBox('stsc', 0, uint32(1), uint32(1), count, uint32(1)),
    fullBox('stsz', 0, uint32(0), count, ...pictures.map(({ length }) => uint32(length))),
    fullBox('stco', 0, uint32(1), uint32(firstPicture)),
  );
}

function sampleEntry(width: number, height: number): Buffer {
  const sequence = sequenceParameters(width, height);
  const pictures = pictureParameters();
  const configuration = box(
    'avcC',
    Buffer.from([1, ...sequence.subarray(1, 4), 0xff, 0xe1]),
    uint16(sequence.length),
    sequence,
    Buffer.from([1]),
    uint16(pictures.length),
    pictures,
  );
  return box(
    'avc1',
    zeros(6),
    uint16(1),
    zeros(16),
    uint16(width),
    uint16(height),
    uint32(0x00480000), // 72 dots per inch
    uint32(0x00480000),
    zeros(4),
    uint16(1), // one frame per sample
    zeros(32),
    uint16(24),
    uint16(0xffff),
    configuration,
  );
}

/** No rotation, no scaling. */
const MATRIX = Buffer.concat([0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000].map(uint32));

function box(type: string, ...content: readonly Buffer[]): Buffer {
  const length = content.reduce((sum, part) => sum + part.length, 8);
  return Buffer.concat([uint32(length), Buffer.from(type), ...content]);
}

/** A box of version 0 with flags. */
function fullBox(type: string, flags: number, ...content: readonly Buffer[]): Buffer {
  return box(type, uint32(flags), ...content);
}

function uint32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32BE(value);
  return buffer;
}

function uint16(value: number): Buffer {
  const buffer = Buffer.alloc(2);
  buffer.writeUInt16BE(value);
  return buffer;
}

function zeros(count: number): Buffer {
  return Buffer.alloc(count);
}
