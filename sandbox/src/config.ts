import { z } from 'zod';
import { LOOPBACK } from './server.ts';

const port = z.coerce.number().int().min(0).max(65535);

const environment = z.object({
  SANDBOX_HOST: z.string().min(1).default(LOOPBACK),
  RAZORPAY_PORT: port,
  SMTP_PORT: port,
  INBOX_PORT: port,
  CLOUDINARY_PORT: port,
  DATA_FOLDER: z.string().min(1),
  RAZORPAY_KEY_ID: z.string().regex(/^[^:\s]+$/, 'must be a key id without colon or space'),
  RAZORPAY_KEY_SECRET: z.string().min(1),
  RAZORPAY_WEBHOOK_SECRET: z.string().min(1),
  RAZORPAY_WEBHOOK_URL: z.url({ protocol: /^https?$/ }),
  CLOUDINARY_CLOUD_NAME: z.string().regex(/^[\w-]+$/, 'must be a cloud name'),
  CLOUDINARY_API_KEY: z.string().regex(/^\d+$/, 'must be digits'),
  CLOUDINARY_API_SECRET: z.string().min(1),
  CLOUDINARY_PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .or(z.literal(''))
    .default(''),
});

export interface SandboxConfig {
  /** Address it listens on. @default loopback, for it knows test data and secrets */
  readonly host?: string;
  /** 0 takes any free port. */
  readonly ports: Readonly<Record<'razorpay' | 'smtp' | 'inbox' | 'cloudinary', number>>;
  /** Everything that must survive a restart, as JSON files. */
  readonly dataFolder: string;
  readonly razorpay: {
    readonly keyId: string;
    readonly keySecret: string;
    readonly webhookSecret: string;
    readonly webhookUrl: string;
  };
  readonly cloudinary: {
    readonly cloudName: string;
    readonly apiKey: string;
    readonly apiSecret: string;
    /** Begins the addresses that it tells. @default the one under which it was asked */
    readonly publicUrl?: string;
  };
}

/** The sandbox's settings from the environment; throws an Error that names every setting that is wrong. */
export function readConfig(variables: NodeJS.ProcessEnv): SandboxConfig {
  const parsed = environment.safeParse(variables);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new Error(`The sandbox cannot start with these settings: ${problems.join('; ')}`);
  }
  const settings = parsed.data;
  return {
    host: settings.SANDBOX_HOST,
    ports: {
      razorpay: settings.RAZORPAY_PORT,
      smtp: settings.SMTP_PORT,
      inbox: settings.INBOX_PORT,
      cloudinary: settings.CLOUDINARY_PORT,
    },
    dataFolder: settings.DATA_FOLDER,
    razorpay: {
      keyId: settings.RAZORPAY_KEY_ID,
      keySecret: settings.RAZORPAY_KEY_SECRET,
      webhookSecret: settings.RAZORPAY_WEBHOOK_SECRET,
      webhookUrl: settings.RAZORPAY_WEBHOOK_URL,
    },
    cloudinary: {
      cloudName: settings.CLOUDINARY_CLOUD_NAME,
      apiKey: settings.CLOUDINARY_API_KEY,
      apiSecret: settings.CLOUDINARY_API_SECRET,
      publicUrl: settings.CLOUDINARY_PUBLIC_URL || undefined,
    },
  };
}
