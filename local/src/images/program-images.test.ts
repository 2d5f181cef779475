import { expect, test } from '@jest/globals';
import { linkedFolders, programs } from './program-images.ts';

test('every app, the site, the stand-ins and the operator have an image', () => {
  expect(programs).toHaveLength(11);
  expect(programs).toEqual(expect.arrayContaining(['api-gateway', 'media-service', 'frontend', 'sandbox', 'operator']));
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
  expect(linkedFolders('operator')).toEqual([
    'cdk8s',
    'operator',
    'packages/certificates',
    'packages/contracts',
    'packages/platform',
    'packages/service-kit',
  ]);
});
