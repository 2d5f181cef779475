import { runService } from '@studynotion/service-kit';
import { apiGateway } from './app.ts';
import { readConfiguration } from './config.ts';

await runService(apiGateway, readConfiguration);
