import { join } from 'node:path';
import type { Progress } from '../terminal.ts';
import { type CachedPart, fromCache, isCached } from './cache.ts';
import { makeRelocatable, prune, unpackPackages, withoutDebian } from './debian.ts';
import { withoutImage } from './docker.ts';
import { firstOf, NotHere, onPath } from './sources.ts';
import type { Workshop } from './workshop.ts';

/** How Redis is run here. */
export type RedisServer = { readonly program: string } | { readonly image: string };

const IMAGE = 'redis:7';

export function findRedis(workshop: Workshop, progress: Progress): Promise<RedisServer> {
  const part = unpackedRedis(workshop);
  const unpacked = async (): Promise<RedisServer> => ({
    program: join(await fromCache(part, workshop, progress), 'usr/bin/redis-server'),
  });
  return firstOf<RedisServer>(
    'Redis',
    [
      {
        name: 'PATH',
        find: async () => {
          const program = onPath('redis-server', workshop.environment);
          return program === undefined ? new NotHere('no redis-server') : { program };
        },
      },
      {
        name: 'cache',
        find: async () => (isCached(part, workshop.environment) ? unpacked() : new NotHere('not there yet')),
      },
      { name: 'Docker', find: async () => (await withoutImage(IMAGE, workshop, progress)) ?? { image: IMAGE } },
      { name: 'packages of Debian', find: async () => withoutDebian(workshop) ?? unpacked() },
    ],
    'install redis-server or Docker, or set REDIS_URL to a Redis of yours',
    progress,
  );
}

/** Redis unpacked from Debian's packages. */
export function unpackedRedis(workshop: Workshop): CachedPart {
  return {
    name: 'redis',
    madeFrom: ['redis-server'],
    make: async ({ draft, place }, progress) => {
      const files = await unpackPackages(['redis-server', 'patchelf'], draft, workshop, progress);
      // redis-server is a link to redis-check-rdb: one program that goes by the name it is called by.
      await makeRelocatable({ draft, place, programs: ['usr/bin/redis-check-rdb'] }, workshop, progress);
      prune(draft);
      progress(`unpacked from ${files.length} Debian packages`);
    },
  };
}
