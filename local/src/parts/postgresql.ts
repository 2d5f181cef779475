import { existsSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from '../setup-error.ts';
import type { CachedPart } from './cache.ts';
import { makeRelocatable, prune, unpackPackages } from './debian.ts';
import type { Workshop } from './workshop.ts';

export const postgresqlPrograms = 'usr/lib/postgresql/18/bin';
const DOCUMENTDB = /^postgresql-18-documentdb_1\.0[-.]/;

/** PostgreSQL with the DocumentDB extension, unpacked from Debian's packages. */
export function postgresqlWithDocumentdb(workshop: Workshop): CachedPart {
  return {
    name: 'postgresql-18-documentdb-1.0',
    madeFrom: ['postgresql-18-documentdb'],
    make: async ({ draft, place }, progress) => {
      const files = await unpackPackages(['postgresql-18-documentdb', 'patchelf'], draft, workshop, progress);
      const documentdb = files.find((file) => file.startsWith('postgresql-18-documentdb_'));
      if (documentdb === undefined || !DOCUMENTDB.test(documentdb))
        throw new SetupError(`the packages bring ${documentdb ?? 'no DocumentDB'} where DocumentDB 1.0 is needed`);
      await makeRelocatable(
        {
          draft,
          place,
          programs: ['postgres', 'initdb', 'psql'].map((name) => join(postgresqlPrograms, name)),
          modules: 'usr/lib/postgresql/18/lib',
        },
        workshop,
        progress,
      );
      offerPostgis(join(draft, 'usr/share/postgresql/18/extension'));
      prune(draft);
      progress(`unpacked from ${files.length} Debian packages`);
    },
  };
}

/** The package's installation script would do this by Debian's alternatives. */
function offerPostgis(extensions: string): void {
  const link = join(extensions, 'postgis.control');
  if (!existsSync(link)) symlinkSync('postgis-3.control', link);
}
