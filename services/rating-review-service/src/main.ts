import { runService } from '@studynotion/service-kit';
import { ratingReviewService } from './app.ts';
import { readConfiguration } from './config.ts';

await runService(ratingReviewService, readConfiguration);
