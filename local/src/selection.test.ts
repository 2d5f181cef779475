import { describe, expect, test } from '@jest/globals';
import { apps } from '@studynotion/platform';
import { appsToRun } from './selection.ts';

const ids = (only: Parameters<typeof appsToRun>[0]) => appsToRun(only).map(({ id }) => id);

describe('the apps to run', () => {
  test('are all whose code is there when none is named, in the order of the table', () => {
    const order = apps.map(({ id }) => id);
    expect(ids([]).length).toBeGreaterThan(0);
    expect(ids([])).toEqual(order.filter((id) => ids([id]).includes(id)));
  });

  test('are the named one and those it calls, directly or not', () => {
    expect(ids(['payment-service'])).toEqual(['auth-service', 'course-service', 'payment-service']);
  });

  test('are everything for the gateway, which calls all services with public routes', () => {
    const only = ids(['api-gateway']);
    expect(only).toContain('api-gateway');
    expect(only).toEqual(expect.arrayContaining(['auth-service', 'course-service', 'payment-service']));
  });
});
