import { configure } from '@studynotion/service-kit';
import { z } from 'zod';

export const Settings = z.object({
  RAZORPAY_BASE_URL: z.url({ protocol: /^https?$/ }),
  INSTRUCTOR_SHARE_PERCENT: z.coerce.number().int().min(0).max(100),
  RECONCILE_SECONDS: z.coerce.number().positive(),
});
export type Settings = z.infer<typeof Settings>;

export const readConfiguration = (environment: Readonly<Record<string, string | undefined>> = process.env) =>
  configure('payment-service', Settings, environment);
