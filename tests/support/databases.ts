import { afterAll, beforeAll } from '@jest/globals';
import type { AppId } from '@studynotion/contracts';
import { appOf } from '@studynotion/platform';
import { connectDatabase } from '@studynotion/service-kit';
import { runningPlatform } from './running-platform.ts';

type Filter = Readonly<Record<string, unknown>>;

/** The services' databases, to look into; tests write through the services only. */
export interface Databases {
  collections(app: AppId): Promise<string[]>;
  find<Document = Filter>(app: AppId, collection: string, filter: Filter): Promise<Document[]>;
  count(app: AppId, collection: string, filter: Filter): Promise<number>;
}

/** Opens the databases for the tests of a file. */
export function useDatabases(): Databases {
  let connection: Awaited<ReturnType<typeof connectDatabase>>;

  beforeAll(async () => {
    connection = await connectDatabase({ uri: runningPlatform().mongodbUri, name: 'admin' });
  });
  afterAll(() => connection?.close());

  const databaseOf = (app: AppId) => connection.getClient().db(appOf(app).database);
  return {
    collections: async (app) =>
      (await databaseOf(app).listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name),
    find: async <Document>(app: AppId, collection: string, filter: Filter) =>
      (await databaseOf(app).collection(collection).find(filter).toArray()) as Document[],
    count: (app, collection, filter) => databaseOf(app).collection(collection).countDocuments(filter),
  };
}
