import { configure } from '@studynotion/service-kit';
import { z } from 'zod';

export const Settings = z.object({});
export type Settings = z.infer<typeof Settings>;

export const readConfiguration = () => configure('user-profile-service', Settings);
