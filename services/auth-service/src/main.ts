import { runService } from '@studynotion/service-kit';
import { authService } from './app.ts';
import { readConfiguration } from './config.ts';

await runService(authService, readConfiguration);
