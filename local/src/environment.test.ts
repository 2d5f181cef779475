import { describe, expect, test } from '@jest/globals';
import { appOf, apps, commonSettings } from '@studynotion/platform';
import { environmentOf, frontendEnvironment, sandboxEnvironment } from './environment.ts';
import type { Installation } from './installation.ts';
import type { InstallationSecrets } from './secrets.ts';

const installation: Installation = { instance: 'second', portOffset: 4000, folder: '/nowhere' };
const secrets: InstallationSecrets = {
  values: {
    'razorpay-key-id': 'id',
    'razorpay-key-secret': 'secret',
    'razorpay-webhook-secret': 'hook',
    'cloudinary-api-key': '123',
    'cloudinary-api-secret': 'media',
  },
  tokens: { 'payment-service': { dapr: 'to the sidecar', app: 'to the app' } },
  redisPassword: 'redis',
  postgresqlPassword: 'postgresql',
  mongodbPassword: 'mongodb',
  rabbitmq: { password: 'rabbitmq', erlangCookie: 'cookie' },
  accounts: [],
  demoPassword: 'demo password',
};
const launcher = {
  PATH: '/bin',
  HOME: '/home',
  SHELL: '/bin/sh',
  MONGODB_URI: 'mongodb://elsewhere',
  npm_command: 'start',
};

describe('the environment of an app', () => {
  test.each(apps.map((app) => [app.id, app] as const))('of %s has nothing but what the table lists', (_, app) => {
    const listed = [...commonSettings, ...app.settings].map(({ name }) => name);
    const given = Object.keys(environmentOf(app, installation, secrets, launcher));
    expect(given.filter((name) => !listed.includes(name))).toEqual(['PATH', 'HOME', 'NODE_ENV']);
  });

  test('has its ports with the offset, its tokens and the addresses of this installation', () => {
    expect(environmentOf(appOf('payment-service'), installation, secrets, launcher)).toMatchObject({
      APP_HOST: '127.0.0.1',
      APP_PORT: '7004',
      OPERATIONS_PORT: '7104',
      DAPR_HTTP_PORT: '7504',
      DAPR_API_TOKEN: 'to the sidecar',
      APP_API_TOKEN: 'to the app',
      INSTANCE: 'second',
      RAZORPAY_BASE_URL: 'http://127.0.0.1:7420',
      NODE_ENV: 'production',
    });
  });

  test('of media-service leads to the stand-in of Cloudinary, by the name that browsers use', () => {
    expect(environmentOf(appOf('media-service'), installation, secrets, launcher)).toMatchObject({
      PUBLIC_ORIGIN: 'http://localhost:7008',
      CLOUDINARY_CLOUD_NAME: 'studynotion',
      CLOUDINARY_API_URL: 'http://localhost:7423',
      CLOUDINARY_DELIVERY_URL: 'http://localhost:7423',
    });
  });

  test('passes on a setting that the launcher was started with, but not where the installation decides', () => {
    const environment = environmentOf(appOf('payment-service'), installation, secrets, {
      ...launcher,
      FAULT_POINTS: '/tmp/faults',
      RECONCILE_SECONDS: '1',
      APP_PORT: '1',
    });
    expect(environment).toMatchObject({ FAULT_POINTS: '/tmp/faults', RECONCILE_SECONDS: '1', APP_PORT: '7004' });
  });
});

test('the front end sends /api to the gateway of its own installation', () => {
  expect(frontendEnvironment(installation, launcher)).toMatchObject({
    FRONTEND_PORT: '7008',
    GATEWAY_URL: 'http://127.0.0.1:7000',
    CHECKOUT_SCRIPT_URL: 'http://localhost:7420/v1/checkout.js',
  });
});

test('the sandbox has the other end of the secrets of payments and media', () => {
  expect(sandboxEnvironment(installation, secrets, launcher)).toMatchObject({
    RAZORPAY_PORT: '7420',
    SMTP_PORT: '7421',
    INBOX_PORT: '7422',
    RAZORPAY_KEY_SECRET: 'secret',
    RAZORPAY_WEBHOOK_URL: 'http://127.0.0.1:7000/api/v1/webhooks/razorpay',
    CLOUDINARY_PORT: '7423',
    CLOUDINARY_CLOUD_NAME: 'studynotion',
    CLOUDINARY_API_KEY: '123',
    CLOUDINARY_API_SECRET: 'media',
  });
});
