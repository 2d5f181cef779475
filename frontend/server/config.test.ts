import { describe, expect, test } from '@jest/globals';
import { readConfig } from './config.ts';

describe('the configuration of the static server', () => {
  test('has a default for everything', () => {
    expect(readConfig({})).toEqual({
      port: 3008,
      host: '127.0.0.1',
      checkoutScriptUrl: 'https://checkout.razorpay.com/v1/checkout.js',
      mediaApiUrl: 'https://api.cloudinary.com',
      mediaDeliveryUrl: 'https://res.cloudinary.com',
      instance: 'local',
      gatewayUrl: undefined,
    });
  });

  test('takes an empty gateway for none', () => {
    expect(readConfig({ GATEWAY_URL: '' }).gatewayUrl).toBeUndefined();
    expect(readConfig({ GATEWAY_URL: 'http://127.0.0.1:3000' }).gatewayUrl).toBe('http://127.0.0.1:3000');
  });

  test.each([{ FRONTEND_PORT: 'x' }, { GATEWAY_URL: 'gateway' }, { CHECKOUT_SCRIPT_URL: 'javascript:alert(1)' }])(
    'refuses %j and names it',
    (environment) => {
      expect(() => readConfig(environment)).toThrow(Object.keys(environment)[0]);
    },
  );
});
