import { runService } from '@studynotion/service-kit';
import { userProfileService } from './app.ts';
import { readConfiguration } from './config.ts';

await runService(userProfileService, readConfiguration);
