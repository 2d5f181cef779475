import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from '../setup-error.ts';
import type { Progress } from '../terminal.ts';
import { type CachedPart, fromCache, isCached } from './cache.ts';
import { withoutDebian } from './debian.ts';
import { withoutImage } from './docker.ts';
import { goProgram } from './go-program.ts';
import { postgresqlPrograms, postgresqlWithDocumentdb } from './postgresql.ts';
import { firstOf, NotHere, onPath, type Source } from './sources.ts';
import { toolWorks, type Workshop } from './workshop.ts';

/** How the database is run here. */
export type DatabaseServer =
  | { readonly kind: 'mongod'; readonly program: string }
  | { readonly kind: 'container'; readonly image: string }
  | {
      readonly kind: 'ferretdb';
      readonly ferretdb: string;
      /** Folder with postgres, initdb and psql. */
      readonly postgresql: string;
      /** What programs that refuse to be root are started with. */
      readonly asUser: readonly string[];
    };

const IMAGE = 'mongo:7.0';
const ADVICE = 'install mongod or Docker, or set MONGODB_URI to a MongoDB of yours';

/**
 * A server that speaks MongoDB's protocol. Data written by one kind cannot be read by the other, so a data folder
 * that exists decides.
 */
export function findDatabase(dataFolder: string, workshop: Workshop, progress: Progress): Promise<DatabaseServer> {
  const part = postgresqlWithDocumentdb(workshop);
  const ferretdb: Source<DatabaseServer>[] = [
    {
      name: 'cache',
      find: async () =>
        isCached(part, workshop.environment) ? ferretdbServer(workshop, progress) : new NotHere('not there yet'),
    },
    {
      name: 'FerretDB on PostgreSQL from packages of Debian',
      find: async () => withoutDebian(workshop) ?? ferretdbServer(workshop, progress),
    },
  ];
  const [kept, made] = ferretdb;
  const mongodb: Source<DatabaseServer>[] = [
    {
      name: 'PATH',
      find: async () => {
        const program = onPath('mongod', workshop.environment);
        return program === undefined ? new NotHere('no mongod') : { kind: 'mongod', program };
      },
    },
    {
      name: 'Docker',
      find: async () => (await withoutImage(IMAGE, workshop, progress)) ?? { kind: 'container', image: IMAGE },
    },
  ];
  const [fromPath, fromDocker] = mongodb;
  if (existsSync(join(dataFolder, 'postgresql')))
    return firstOf('FerretDB, which wrote the data of this instance,', ferretdb, `${ADVICE}, with --reset`, progress);
  if (existsSync(join(dataFolder, 'mongodb')))
    return firstOf('MongoDB, which wrote the data of this instance,', mongodb, ADVICE, progress);
  const sources = [fromPath, kept, fromDocker, made].filter((source) => source !== undefined);
  return firstOf('A MongoDB-compatible database', sources, ADVICE, progress);
}

/** FerretDB, built from its module. */
export function ferretdbFromSource(workshop: Workshop): CachedPart {
  return goProgram(
    { name: 'ferretdb', version: '2.7.0', package: '.', sources: ['main.go', 'go.mod', 'go.sum'] },
    workshop,
  );
}

async function ferretdbServer(workshop: Workshop, progress: Progress): Promise<DatabaseServer | NotHere> {
  const ferretdb = ferretdbFromSource(workshop);
  const canBuild = await toolWorks(workshop, { command: 'go', parameters: ['version'] });
  if (!canBuild && !isCached(ferretdb, workshop.environment))
    return new NotHere('there is no go command to build FerretDB with');
  const asUser = await userFor(workshop);
  const folder = await fromCache(postgresqlWithDocumentdb(workshop), workshop, progress);
  return {
    kind: 'ferretdb',
    ferretdb: join(await fromCache(ferretdb, workshop, progress), 'ferretdb'),
    postgresql: join(folder, postgresqlPrograms),
    asUser,
  };
}

/** PostgreSQL refuses to run as root; a user namespace makes it somebody else without needing another user. */
async function userFor(workshop: Workshop): Promise<string[]> {
  if (process.getuid?.() !== 0) return [];
  const command = ['unshare', '--user', '--map-user=1000', '--map-group=1000'];
  const [program = '', ...parameters] = command;
  if (await toolWorks(workshop, { command: program, parameters: [...parameters, 'true'] })) return command;
  throw new SetupError(
    'PostgreSQL does not run as root and user namespaces are not allowed here; run "npm start" as another user',
  );
}
