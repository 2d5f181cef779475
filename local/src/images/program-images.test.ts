import { expect, test } from '@jest/globals';
import { linkedFolders, programs } from './program-images.ts';

test('every app, the site and the stand-ins have an image', () => {
  expect(programs).toHaveLength(10);
  expect(programs).toEqual(expect.arrayContaining(['api-gateway', 'media-service', 'frontend', 'sandbox']));
});

test('an image depends on its workspace and on what that is linked to', () => {
  expect(linkedFolders('course-service')).toEqual([
    'packages/contracts',
    'packages/platform',
    'packages/service-kit',
    'services/course-service',
  ]);
  expect(linkedFolders('frontend')).toEqual(['frontend', 'packages/contracts']);
  expect(linkedFolders('sandbox')).toEqual(['sandbox']);
});
