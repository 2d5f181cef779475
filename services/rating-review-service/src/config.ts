import { configure } from '@studynotion/service-kit';
import { z } from 'zod';

/** rating-review-service has no settings of its own. */
export const Settings = z.object({});
export type Settings = z.infer<typeof Settings>;

export const readConfiguration = () => configure('rating-review-service', Settings);
