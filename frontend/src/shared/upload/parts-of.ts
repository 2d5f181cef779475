/** A part of a file: bytes from `start` up to and without `end`. */
export interface FilePart {
  readonly start: number;
  readonly end: number;
  /** `Content-Range` of the part; none where the file is sent as a whole. */
  readonly contentRange?: string;
}

/** Cuts a file of `size` bytes into parts of at most `chunkSize` bytes. */
export function partsOf(size: number, chunkSize: number): readonly FilePart[] {
  if (size <= chunkSize) return [{ start: 0, end: size }];
  return Array.from({ length: Math.ceil(size / chunkSize) }, (_, number) => {
    const start = number * chunkSize;
    const end = Math.min(size, start + chunkSize);
    return { start, end, contentRange: `bytes ${start}-${end - 1}/${size}` };
  });
}
