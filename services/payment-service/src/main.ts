import { runService } from '@studynotion/service-kit';
import { paymentService } from './app.ts';
import { readConfiguration } from './config.ts';

await runService(paymentService, readConfiguration);
