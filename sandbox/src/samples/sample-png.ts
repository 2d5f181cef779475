import { crc32, deflateSync } from 'node:zlib';

export interface SamplePngOptions {
  readonly width: number;
  readonly height: number;
  /** @default what its place gives: a gradient */
  readonly colour?: (x: number, y: number) => readonly [red: number, green: number, blue: number];
}

/** A picture of this size (https://www.w3.org/TR/png-3/). */
export function samplePng({ width, height, colour = gradient(width, height) }: SamplePngOptions): Buffer {
  const rows = Array.from({ length: height }, (_, y) =>
    Buffer.from([0, ...Array.from({ length: width }, (_, x) => colour(x, y)).flat()]),
  );
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8); // eight bits each of red, green and blue
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function gradient(width: number, height: number): NonNullable<SamplePngOptions['colour']> {
  return (x, y) => [Math.floor((255 * x) / width), Math.floor((255 * y) / height), 160];
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
