import { describe, expect, test } from '@jest/globals';
import { publicRoutes } from '@studynotion/contracts';
import { apps } from '@studynotion/platform';
import { appsToRun } from './selection.ts';

const ids = (only: Parameters<typeof appsToRun>[0]) => appsToRun(only).map(({ id }) => id);

describe('the apps to run', () => {
  test('are all of them when none is named', () => {
    expect(appsToRun([])).toBe(apps);
  });

  test('are the named one and those it calls, directly or not', () => {
    // It asks course-service, which asks media-service for addresses of videos.
    expect(ids(['payment-service'])).toEqual(['auth-service', 'course-service', 'payment-service', 'media-service']);
  });

  test('are everything for the gateway, which calls all services with public routes', () => {
    const only = ids(['api-gateway']);
    const withPublicRoutes = publicRoutes.map(({ app }) => app);
    expect(only).toEqual(expect.arrayContaining(['api-gateway', ...withPublicRoutes]));
  });
});
