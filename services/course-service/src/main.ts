import { runService } from '@studynotion/service-kit';
import { courseService } from './app.ts';
import { readConfiguration } from './config.ts';

await runService(courseService, readConfiguration);
