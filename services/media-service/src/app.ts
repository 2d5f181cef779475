import { defineService } from '@studynotion/service-kit';
import type { Settings } from './config.ts';

export const mediaService = defineService<Settings>(() => ({}));
