/** Boxes that hold others on the way to those with times (ISO/IEC 14496-12, 8). */
const containers = new Set(['moov', 'trak', 'mdia']);
/** Boxes that begin with when something was made and changed. */
const dated = new Set(['mvhd', 'tkhd', 'mdhd']);

/** Takes out of an MP4 when it was made, so that the same pictures are the same bytes. Changes the bytes in place. */
export function withoutTimes(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  while (at + 8 <= bytes.length) {
    const size = view.getUint32(at);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    // Larger boxes than 4 GB say so by the size 1, the last one by 0: neither holds times.
    if (size < 8) break;
    const body = bytes.subarray(at + 8, at + size);
    if (containers.has(type)) withoutTimes(body);
    // Behind version and flags: two times of 4 bytes, or of 8 in version 1.
    if (dated.has(type)) body.fill(0, 4, body[0] === 1 ? 20 : 12);
    at += size;
  }
  return bytes;
}
