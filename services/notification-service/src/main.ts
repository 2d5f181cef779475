import { runService } from '@studynotion/service-kit';
import { notificationService } from './app.ts';
import { readConfiguration } from './config.ts';

await runService(notificationService, readConfiguration);
