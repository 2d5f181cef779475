import { configure } from '@studynotion/service-kit';
import { z } from 'zod';

const Address = z.url({ protocol: /^https?$/ });

export const Settings = z.object({
  PUBLIC_ORIGIN: Address,
  CLOUDINARY_API_URL: Address,
  CLOUDINARY_DELIVERY_URL: Address,
  CLOUDINARY_INTERNAL_URL: Address.or(z.literal('')),
  WEBHOOK_ORIGIN: Address.or(z.literal('')),
  CLOUDINARY_CLOUD_NAME: z.string().regex(/^[A-Za-z0-9_-]+$/, 'must be a cloud name'),
  CLOUDINARY_FOLDER: z.string().regex(/^[A-Za-z0-9_-]+$/, 'must be one folder'),
});
export type Settings = z.infer<typeof Settings>;

export const readConfiguration = (environment: Readonly<Record<string, string | undefined>> = process.env) =>
  configure('media-service', Settings, environment);
