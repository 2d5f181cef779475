import { z } from 'zod';

const WebAddress = z.url({ protocol: /^https?$/ });
const Port = z.coerce.number().int().min(0).max(65_535);

/** The server's environment; what it means stands in the platform's table. */
const Environment = z.object({
  FRONTEND_PORT: Port.default(3008),
  FRONTEND_HOST: z.string().min(1).default('127.0.0.1'),
  CHECKOUT_SCRIPT_URL: WebAddress.default('https://checkout.razorpay.com/v1/checkout.js'),
  CLOUDINARY_API_URL: WebAddress.default('https://api.cloudinary.com'),
  CLOUDINARY_DELIVERY_URL: WebAddress.default('https://res.cloudinary.com'),
  INSTANCE: z.string().min(1).default('local'),
  GATEWAY_URL: z
    .url({ protocol: /^http$/ })
    .or(z.literal(''))
    .default(''),
});

export interface SiteConfig {
  readonly port: number;
  readonly host: string;
  readonly checkoutScriptUrl: string;
  /** Where the browser sends files to and gets videos from. */
  readonly mediaApiUrl: string;
  /** Where pictures come from. */
  readonly mediaDeliveryUrl: string;
  readonly instance: string;
  /** @default none: an Ingress sends `/api` to the gateway */
  readonly gatewayUrl?: string;
}

/** Reads the configuration; throws with the name of a variable that is wrong. */
export function readConfig(environment: NodeJS.ProcessEnv): SiteConfig {
  const read = Environment.safeParse(environment);
  if (!read.success) throw new Error(`The environment is not valid:\n${z.prettifyError(read.error)}`);
  const { FRONTEND_PORT, FRONTEND_HOST, CHECKOUT_SCRIPT_URL, INSTANCE, GATEWAY_URL, ...media } = read.data;
  return {
    port: FRONTEND_PORT,
    host: FRONTEND_HOST,
    checkoutScriptUrl: CHECKOUT_SCRIPT_URL,
    mediaApiUrl: media.CLOUDINARY_API_URL,
    mediaDeliveryUrl: media.CLOUDINARY_DELIVERY_URL,
    instance: INSTANCE,
    gatewayUrl: GATEWAY_URL === '' ? undefined : GATEWAY_URL,
  };
}
