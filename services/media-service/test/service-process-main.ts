import { createLogger, startService } from '@studynotion/service-kit';
import { FakeSidecar, TestClock, testAppToken } from '@studynotion/service-kit/testing';
import { mediaService } from '../src/app.ts';
import { readConfiguration } from '../src/config.ts';
import type { ServiceProcessOptions } from './service-process.ts';

const { database, settings, secrets, faultPointsFolder }: ServiceProcessOptions = JSON.parse(process.argv[2] ?? '');
const configuration = readConfiguration(settings);
const clock = new TestClock();

const service = await startService(
  mediaService,
  {
    ...configuration,
    app: { ...configuration.app, database },
    appPort: 0,
    operationsPort: 0,
    appApiToken: testAppToken,
    faultPointsFolder,
  },
  {
    sidecar: new FakeSidecar({ clock, secrets: { 'mongodb-uri': process.env.MONGODB_URI ?? '', ...secrets } }),
    clock,
    logger: createLogger({ app: configuration.app.id, level: 'silent' }),
  },
);
process.on('disconnect', () => process.exit(1)); // never outlive the test
process.send?.(service.url);
