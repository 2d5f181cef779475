import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { ConfigurationError, configure } from './configuration.ts';

const Settings = z.object({ RECONCILE_SECONDS: z.coerce.number().positive() });

describe('configuration', () => {
  test("takes the platform's table where the environment says nothing", () => {
    const { appPort, operationsPort, daprHttpPort, settings, instance } = configure('payment-service', Settings, {
      APP_PORT: '',
    });
    expect({ appPort, operationsPort, daprHttpPort }).toEqual({
      appPort: 3004,
      operationsPort: 3104,
      daprHttpPort: 3504,
    });
    expect(settings).toEqual({ RECONCILE_SECONDS: 60 });
    expect(instance).toBe('local');
  });

  test('takes what the environment says', () => {
    const given = { APP_PORT: '4004', RECONCILE_SECONDS: '5', DRAIN_SECONDS: '7', LOG_LEVEL: 'debug' };
    expect(configure('payment-service', Settings, given)).toMatchObject({
      appPort: 4004,
      drainSeconds: 7,
      logLevel: 'debug',
      settings: { RECONCILE_SECONDS: 5 },
    });
  });

  test('names every variable that is wrong, at once', () => {
    const wrong = { APP_PORT: 'x', RECONCILE_SECONDS: '-1', INSTANCE: 'Not Good' };
    expect(() => configure('payment-service', Settings, wrong)).toThrow(ConfigurationError);
    expect(() => configure('payment-service', Settings, wrong)).toThrow(
      /APP_PORT[\s\S]*INSTANCE[\s\S]*RECONCILE_SECONDS/,
    );
  });

  test("refuses a setting that the platform's table does not list", () => {
    expect(() => configure('payment-service', z.object({ SECRET_SWITCH: z.string().optional() }), {})).toThrow(
      /SECRET_SWITCH, which the platform's table does not list/,
    );
  });
});
