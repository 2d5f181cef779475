import { configure } from '@studynotion/service-kit';
import { z } from 'zod';

export const Settings = z.object({
  RAZORPAY_BASE_URL: z.url({ protocol: /^https?$/ }),
  RECONCILE_SECONDS: z.coerce.number().positive(),
});
export type Settings = z.infer<typeof Settings>;

export const readConfiguration = (environment: Readonly<Record<string, string | undefined>> = process.env) =>
  configure('payment-service', Settings, environment);
