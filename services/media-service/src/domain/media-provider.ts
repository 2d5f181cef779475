import type { Id, MediaKind } from '@studynotion/contracts';

/** What the provider knows something by. */
export interface MediaName {
  readonly id: Id;
  readonly kind: MediaKind;
}

/** Parameters of one upload; any change of them, or one more, makes the signature wrong. */
export interface SignedUpload {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly until: Date;
}

/** Bytes as they lie at the provider. */
export interface StoredFile {
  readonly size: number;
  /** At most `length` bytes from `start`; fewer only at the end of the file. */
  read(start: number, length: number): Promise<Buffer>;
}

/**
 * Who keeps the bytes.
 * Every call that asks it throws UnavailableError `service.unavailable` where it does not answer in time or has trouble.
 */
export interface MediaProvider {
  signUpload(media: MediaName, now: Date): SignedUpload;
  /** The bytes as they came; undefined where there are none. Whatever it says of them is not asked for. */
  open(media: MediaName): Promise<StoredFile | undefined>;
  /** May be repeated; what is not there is destroyed already. */
  destroy(media: MediaName): Promise<void>;
  /** A lasting address of a picture, made anew from its bytes; the bytes themselves have none. */
  imageUrl(media: MediaName): string;
  /** An address of a video that is good until then. */
  playbackUrl(media: MediaName & { readonly format: string }, until: Date): string;
  /** Whether these bytes come from the provider, and lately. */
  isNotificationSigned(notification: {
    readonly body: Buffer;
    readonly timestamp: string;
    readonly signature: string;
    readonly now: Date;
  }): boolean;
  /** What a notification tells is there; undefined where it is about something else. */
  uploadedIn(notification: Buffer): Id | undefined;
}
