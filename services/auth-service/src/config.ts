import { configure } from '@studynotion/service-kit';
import { z } from 'zod';

export const Settings = z.object({
  PUBLIC_ORIGIN: z.url({ protocol: /^https?$/ }),
  REFRESH_GRACE_SECONDS: z.coerce.number().int().min(0).max(300),
});
export type Settings = z.infer<typeof Settings>;

export const readConfiguration = () => configure('auth-service', Settings);
