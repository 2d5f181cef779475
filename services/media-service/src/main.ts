import { runService } from '@studynotion/service-kit';
import { mediaService } from './app.ts';
import { readConfiguration } from './config.ts';

await runService(mediaService, readConfiguration);
