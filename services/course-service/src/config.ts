import { configure } from '@studynotion/service-kit';
import { z } from 'zod';

/** course-service has no settings of its own yet. */
export const Settings = z.object({});
export type Settings = z.infer<typeof Settings>;

export const readConfiguration = () => configure('course-service', Settings);
