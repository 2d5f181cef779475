import { configure, createLogger, startService } from '@studynotion/service-kit';
import { FakeSidecar, TestClock, testAppToken } from '@studynotion/service-kit/testing';
import { notificationService } from '../src/app.ts';
import { Settings } from '../src/config.ts';
import type { ServiceProcessOptions } from './service-process.ts';

const { database, smtpUrl, sealKey, hashKey, faultPointsFolder, aheadSeconds }: ServiceProcessOptions = JSON.parse(
  process.argv[2] ?? '',
);
const configuration = configure('notification-service', Settings, { PUBLIC_ORIGIN: 'https://site.example' });
const clock = new TestClock();
clock.advance(aheadSeconds);

const service = await startService(
  notificationService,
  {
    ...configuration,
    app: { ...configuration.app, database },
    appPort: 0,
    operationsPort: 0,
    appApiToken: testAppToken,
    faultPointsFolder,
  },
  {
    sidecar: new FakeSidecar({
      clock,
      secrets: {
        'mongodb-uri': process.env.MONGODB_URI ?? '',
        'smtp-url': smtpUrl,
        'mail-seal-key': sealKey,
        'address-hash-key': hashKey,
      },
    }),
    clock,
    logger: createLogger({ app: configuration.app.id, level: 'silent' }),
  },
);
process.on('SIGTERM', () => service.stop().then(() => process.exit(0)));
process.on('disconnect', () => process.exit(1)); // never outlive the test
process.send?.(service.url);
