import { type Configuration, configure } from '@studynotion/service-kit';
import { z } from 'zod';

export const Settings = z.object({
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10),
  ALLOWED_ORIGINS: z.string().transform((list) =>
    list
      .split(',')
      .map((origin) => origin.trim())
      .filter((origin) => origin !== ''),
  ),
  FLOOD_REQUESTS_PER_SECOND: z.coerce.number().positive(),
});
export type Settings = z.output<typeof Settings>;

export const readConfiguration = (): Configuration<Settings> => configure('api-gateway', Settings);
