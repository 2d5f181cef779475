import { type IRangeRequestClient, tokenizer } from '@tokenizer/range';
import { type ITrackInfo, parseFromTokenizer } from 'music-metadata';
import type { StoredFile } from './media-provider.ts';
import type { PixelSize } from './picture-size.ts';

export interface VideoHead {
  /** Of the first track with pictures; absent where there is none. */
  readonly pictures?: PixelSize;
  /** Absent where the file does not tell. */
  readonly seconds?: number;
}

/** What is fetched at once; an index at the end of a file is found with two or three of these. */
const STEP = 256 * 1024;
/** The index of a film of hours has some megabytes; a file that makes us read more has something else in mind. */
const MOST_BYTES = 48 * 1024 * 1024;
const MOST_READS = 400;

/** The file asked for more than it may. */
class BudgetError extends Error {}

/**
 * What a video says of itself, read here and there in its file; undefined where nothing can be made of it.
 * @throws what reading the file throws
 */
export async function lookIntoVideo(file: StoredFile, mimeType: string): Promise<VideoHead | undefined> {
  const reader = new BudgetReader(file, mimeType);
  try {
    const tokens = await tokenizer(reader, { avoidHeadRequests: true, initialChunkSize: STEP, minimumChunkSize: STEP });
    const { format } = await parseFromTokenizer(tokens, { skipCovers: true, includeChapters: false });
    const tracks = (format.trackInfo ?? []).filter((track) => track.video !== undefined);
    return {
      pictures: sizeOf(tracks[0]),
      seconds: secondsOf([format.duration, ...tracks.map(({ duration }) => duration)]),
    };
  } catch {
    if (reader.failure !== undefined) throw reader.failure;
    // What the parser throws for a file that is not well-formed is of many kinds, and none of them ours.
    return undefined;
  }
}

function sizeOf(track: ITrackInfo | undefined): PixelSize | undefined {
  if (track?.video === undefined) return undefined;
  return { width: track.video.pixelWidth ?? 0, height: track.video.pixelHeight ?? 0 };
}

function secondsOf(said: readonly (number | undefined)[]): number | undefined {
  const believable = said.filter((seconds) => seconds !== undefined && Number.isFinite(seconds) && seconds > 0);
  return believable.length === 0 ? undefined : Math.max(...(believable as number[]));
}

/** Hands ranges of a file to the parser, and not without end. */
class BudgetReader implements IRangeRequestClient {
  /** Why the file could not be read; the parser wraps errors or swallows them. */
  failure: unknown;
  readonly #file: StoredFile;
  readonly #mimeType: string;
  #reads = 0;
  #bytes = 0;

  constructor(file: StoredFile, mimeType: string) {
    this.#file = file;
    this.#mimeType = mimeType;
  }

  async getResponse(_method: string, range: [number, number] = [0, STEP - 1]) {
    const [first, last] = range;
    const bytes = await this.#read(first, last - first + 1);
    const { size } = this.#file;
    return {
      size,
      mimeType: this.#mimeType,
      acceptPartialRequests: true,
      contentRange: { firstBytePosition: first, lastBytePosition: first + bytes.length - 1, instanceLength: size },
      arrayBuffer: async () => new Uint8Array(bytes),
    };
  }

  abort(): void {}

  async #read(start: number, length: number): Promise<Buffer> {
    this.#reads += 1;
    this.#bytes += length;
    if (this.#reads > MOST_READS || this.#bytes > MOST_BYTES) throw new BudgetError('the index is too large');
    try {
      return await this.#file.read(start, length);
    } catch (error) {
      this.failure = error;
      throw error;
    }
  }
}
