import encoders, { type H264MP4Encoder } from 'h264-mp4-encoder';
import { filmFrame, type Theme } from './draw.ts';
import { withoutTimes } from './without-times.ts';

/** What is shown in a lecture: its course's motif in motion, with the lecture's number. */
export interface Film {
  readonly theme: Theme;
  /** Such as `2.3`. */
  readonly number: string;
  readonly variant: number;
  readonly seconds: number;
}

export const FILM_WIDTH = 640;
const FRAMES_PER_SECOND = 10;
/** As far as the encoder goes: a film is drawn and encoded in half a second. */
const FASTEST = 10;
/** 10 (best) to 51; here the edges are still clean. */
const QUANTIZATION = 29;
const FILE = 'film.mp4';

/** An MP4 with H.264 pictures; the same film is the same bytes. */
export async function shoot({ theme, number, variant, seconds }: Film): Promise<Uint8Array<ArrayBuffer>> {
  const frames = seconds * FRAMES_PER_SECOND;
  const encoder = await encoders.createH264MP4Encoder();
  try {
    for (let frame = 0; frame < frames; frame += 1) {
      const { width, height, pixels } = filmFrame(theme, { turn: frame / frames, variant }, number, FILM_WIDTH);
      if (frame === 0) begin(encoder, width, height);
      encoder.addFrameRgba(pixels);
    }
    encoder.finalize();
    return withoutTimes(new Uint8Array(encoder.FS.readFile(FILE)));
  } finally {
    encoder.delete();
  }
}

function begin(encoder: H264MP4Encoder, width: number, height: number): void {
  Object.assign(encoder, {
    width,
    height,
    frameRate: FRAMES_PER_SECOND,
    // A key frame a second, so that jumping in a film is quick.
    groupOfPictures: FRAMES_PER_SECOND,
    speed: FASTEST,
    quantizationParameter: QUANTIZATION,
    outputFilename: FILE,
  });
  encoder.initialize();
}
