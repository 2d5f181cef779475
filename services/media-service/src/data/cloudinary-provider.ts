import { createHash, timingSafeEqual } from 'node:crypto';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { CONTENT_TYPES, type Id, type MediaKind } from '@studynotion/contracts';
import { UnavailableError } from '@studynotion/service-kit';
import { v2 as cloudinary } from 'cloudinary';
import { z } from 'zod';
import type { MediaName, MediaProvider, SignedUpload, StoredFile } from '../domain/media-provider.ts';
import { RemoteFile } from './remote-file.ts';

export interface CloudinaryProviderOptions {
  /** Where browsers upload and play, without `/v1_1`. */
  readonly apiUrl: string;
  /** Where the service itself asks. @default apiUrl */
  readonly internalUrl?: string;
  /** Where pictures are delivered from. */
  readonly deliveryUrl: string;
  readonly cloudName: string;
  /** Of this installation. */
  readonly folder: string;
  /** Where Cloudinary tells of uploads. */
  readonly notificationUrl: string;
  readonly apiKey: string;
  readonly apiSecret: string;
  /** How long a call may take. @default 10000 */
  readonly timeoutMilliseconds?: number;
}

/** A signature is good for an hour. https://cloudinary.com/documentation/authentication_signatures */
const SIGNATURE_SECONDS = 3600;
/** As long as the SDK lets them be. */
const NOTIFICATION_SECONDS = 7200;
/** Our clock and theirs may differ by so much. */
const CLOCK_SKEW_SECONDS = 300;
/** A check takes no longer. */
const READING_SECONDS = 600;

/** Cloudinary's names of what may come. */
const FORMATS: Readonly<Record<MediaKind, readonly string[]>> = {
  image: CONTENT_TYPES.image.map(formatOf),
  video: CONTENT_TYPES.video.map(formatOf),
};

/** Every picture is made anew by this, so that no byte of an upload reaches a visitor, nor what a camera wrote into it. */
const PICTURE = { crop: 'limit', width: 1280, height: 1280, fetch_format: 'auto', quality: 'auto' } as const;

const DestroyAnswer = z.object({ result: z.enum(['ok', 'not found']) });
const SdkError = z.object({ message: z.string(), http_code: z.number().optional() });
const UploadNotification = z.object({ notification_type: z.literal('upload'), public_id: z.string() });

/**
 * Cloudinary through its official SDK. Nothing is public: assets are of the delivery type `authenticated`
 * (https://cloudinary.com/documentation/control_access_to_media), pictures go out by one signed transformation, videos by
 * addresses that expire. No call counts against the limits of the Admin API.
 */
export class CloudinaryProvider implements MediaProvider {
  readonly #options: Required<CloudinaryProviderOptions>;
  /** Of the right protocol whatever the SDK believes, and kept open between calls. */
  readonly #agent: HttpAgent;

  constructor(options: CloudinaryProviderOptions) {
    this.#options = { timeoutMilliseconds: 10_000, internalUrl: options.apiUrl, ...options };
    const isPlain = new URL(this.#options.internalUrl).protocol === 'http:';
    this.#agent = isPlain ? new HttpAgent({ keepAlive: true }) : new HttpsAgent({ keepAlive: true });
  }

  /**
   * The folder stands in the public id, which is the same in accounts with fixed and with dynamic folders. Nothing is
   * overwritten, so that what was checked stays what it is; no other version is made at once (`eager` is not signed).
   */
  signUpload(media: MediaName, now: Date): SignedUpload {
    const { apiUrl, apiKey, apiSecret, cloudName, notificationUrl } = this.#options;
    const timestamp = Math.floor(now.getTime() / 1000);
    const signed = {
      allowed_formats: FORMATS[media.kind].join(','),
      notification_url: notificationUrl,
      overwrite: 'false',
      public_id: this.#publicIdOf(media),
      timestamp: String(timestamp),
      type: 'authenticated',
    };
    const signature = cloudinary.utils.api_sign_request(signed, apiSecret);
    return {
      url: `${apiUrl}/v1_1/${cloudName}/${media.kind}/upload`,
      fields: { ...signed, api_key: apiKey, signature },
      until: new Date((timestamp + SIGNATURE_SECONDS) * 1000),
    };
  }

  async open(media: MediaName): Promise<StoredFile | undefined> {
    const until = Math.floor(Date.now() / 1000) + READING_SECONDS;
    const { internalUrl, timeoutMilliseconds } = this.#options;
    return RemoteFile.open(this.#downloadUrl(internalUrl, media, '', until), timeoutMilliseconds);
  }

  /** https://cloudinary.com/documentation/image_upload_api_reference#destroy; caches let go of it too. */
  async destroy(media: MediaName): Promise<void> {
    const account = this.#account(this.#options.internalUrl);
    const options = { ...account, resource_type: media.kind, type: 'authenticated', invalidate: true };
    let answer: unknown;
    try {
      answer = await cloudinary.uploader.destroy(this.#publicIdOf(media), options as object);
    } catch (error) {
      throw unavailable(error, `destroy ${media.id}`);
    }
    const parsed = DestroyAnswer.safeParse(answer);
    if (!parsed.success) throw new UnavailableError('service.unavailable', { cause: parsed.error });
  }

  imageUrl(media: MediaName): string {
    const { apiSecret, cloudName, deliveryUrl } = this.#options;
    const { protocol, host } = new URL(deliveryUrl);
    const place = protocol === 'https:' ? { secure: true, secure_distribution: host } : { secure: false, cname: host };
    return cloudinary.url(this.#publicIdOf(media), {
      ...place,
      api_secret: apiSecret,
      cloud_name: cloudName,
      resource_type: media.kind,
      sign_url: true,
      transformation: PICTURE,
      type: 'authenticated',
      urlAnalytics: false,
    });
  }

  /** On every plan, unlike tokens: https://cloudinary.com/documentation/control_access_to_media. */
  playbackUrl(media: MediaName & { readonly format: string }, until: Date): string {
    return this.#downloadUrl(this.#options.apiUrl, media, media.format, Math.floor(until.getTime() / 1000));
  }

  /** https://cloudinary.com/documentation/notification_signatures */
  isNotificationSigned({ body, timestamp, signature, now }: Parameters<MediaProvider['isNotificationSigned']>[0]) {
    if (!/^\d{1,12}$/.test(timestamp)) return false;
    const age = now.getTime() / 1000 - Number(timestamp);
    if (age > NOTIFICATION_SECONDS || age < -CLOCK_SKEW_SECONDS) return false;
    // Accounts sign by SHA-1 unless they asked for SHA-256.
    const algorithm = signature.length === 64 ? 'sha256' : 'sha1';
    const hash = createHash(algorithm).update(body).update(`${timestamp}${this.#options.apiSecret}`);
    const [expected, given] = [Buffer.from(hash.digest('hex')), Buffer.from(signature)];
    return given.length === expected.length && timingSafeEqual(given, expected);
  }

  uploadedIn(notification: Buffer): Id | undefined {
    const read = UploadNotification.safeParse(parseJson(notification));
    if (!read.success) return undefined;
    const [folder, id, ...more] = read.data.public_id.split('/');
    const isOurs = folder === this.#options.folder && more.length === 0 && /^[0-9a-f]{24}$/.test(id ?? '');
    return isOurs ? id : undefined;
  }

  close(): void {
    this.#agent.destroy();
  }

  #publicIdOf({ id }: MediaName): string {
    return `${this.#options.folder}/${id}`;
  }

  /** The bytes as they were uploaded; parts of them too. */
  #downloadUrl(server: string, media: MediaName, format: string, expiresAt: number): string {
    const account = this.#account(server);
    const options = { ...account, resource_type: media.kind, type: 'authenticated', expires_at: expiresAt };
    return cloudinary.utils.private_download_url(this.#publicIdOf(media), format, options as object);
  }

  #account(server: string) {
    const { apiKey, apiSecret, cloudName, timeoutMilliseconds } = this.#options;
    return {
      agent: this.#agent,
      api_key: apiKey,
      api_secret: apiSecret,
      cloud_name: cloudName,
      timeout: timeoutMilliseconds,
      upload_prefix: server,
    };
  }
}

function formatOf(contentType: string): string {
  const name = contentType.slice(contentType.indexOf('/') + 1);
  return name === 'jpeg' ? 'jpg' : name;
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return undefined;
  }
}

/** What the SDK throws may hold the whole request, secret and all: only its words are taken over. */
function unavailable(error: unknown, what: string): UnavailableError {
  const read = SdkError.safeParse(error);
  const told = read.success ? `${read.data.http_code ?? 'no status'}, ${read.data.message}` : 'no answer';
  return new UnavailableError('service.unavailable', { cause: new Error(`Cloudinary could not ${what}: ${told}`) });
}
