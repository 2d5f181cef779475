import { describe, expect, test } from '@jest/globals';
import { SetupError, StoppedError } from '../setup-error.ts';
import { firstOf, NotHere, type Source } from './sources.ts';

const source = (name: string, find: Source<string>['find']): Source<string> => ({ name, find });
const first = (...sources: Source<string>[]) => firstOf('Redis', sources, 'install redis-server', () => undefined);

describe('a part comes from the first source that has it', () => {
  test('and later ones are not asked', async () => {
    const found = first(
      source('PATH', async () => new NotHere('no redis-server')),
      source('cache', async () => 'the cached one'),
      source('Docker', () => Promise.reject(new Error('must not be asked'))),
    );
    expect(await found).toBe('the cached one');
  });

  test('otherwise one sentence names the part, what was tried and what to install', async () => {
    const found = first(
      source('PATH', async () => new NotHere('no redis-server')),
      source('Docker', () => Promise.reject(new SetupError('no Docker engine answers'))),
    );
    await expect(found).rejects.toThrow(
      new SetupError(
        'Redis is missing (PATH: no redis-server; Docker: no Docker engine answers): install redis-server.',
      ),
    );
  });

  test('and being called off is no reason to ask the next one', async () => {
    const found = first(
      source('packages', () => Promise.reject(new StoppedError())),
      source('Docker', async () => 'a container'),
    );
    await expect(found).rejects.toThrow(StoppedError);
  });
});
