import { describe, expect, test } from '@jest/globals';
import { publicRoutes } from '@studynotion/contracts';
import { routeMatcher } from './match-route.ts';

const match = routeMatcher(publicRoutes);

describe('matching a raw path', () => {
  test('finds a declared route and decodes its parameters once', () => {
    expect(match('GET', '/api/v1/courses/h%C3%A9llo')).toMatchObject({
      route: { path: '/courses/:slug' },
      params: { slug: 'héllo' },
    });
  });

  test.each([
    '/api/v1/courses/..%2f..%2finternal',
    '/api/v1/courses/%2e%2e',
    '/api/v1/courses/..',
    '/api/v1/courses/%252e%252e%252finternal',
    '/api/v1/courses/a%5cb',
    '/api/v1/courses/a%00',
    '/api/v1/courses/%zz',
    '/api/v1//courses',
    '/api/v1/courses/',
    '/api/../v1.0/metadata',
    '/v1.0/metadata',
    '/internal/revocations',
    '/api/v1/internal/revocations',
    '/api/v1/revocations',
    '/events/studynotion.account.registered.v1',
    '/api/v1/COURSES',
  ])('gives %s to nobody', (path) => {
    expect(match('GET', path)).toEqual({ problem: 'route.not-found' });
  });

  test('tells an unknown version from an unknown address', () => {
    for (const path of ['/api/v2/courses', '/api/v2', '/api/v10/courses'])
      expect(match('GET', path)).toEqual({ problem: 'api-version.unknown' });
    for (const path of ['/api/v1', '/api/vx/courses', '/api'])
      expect(match('GET', path)).toEqual({ problem: 'route.not-found' });
  });

  test('names the methods that an address knows', () => {
    expect(match('DELETE', '/api/v1/courses')).toEqual({
      problem: 'route.method-not-allowed',
      allowed: ['GET', 'POST'],
    });
  });

  test.each([
    ['GET', '/api/v1/profile/picture', ['DELETE', 'PUT']],
    ['DELETE', '/api/v1/media/uploads', ['POST']],
  ])('takes %s %s for the address of that name, not for a parameter', (method, path, allowed) => {
    expect(match(method, path)).toEqual({ problem: 'route.method-not-allowed', allowed });
  });
});
