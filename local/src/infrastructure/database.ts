import { mkdirSync } from 'node:fs';
import { infrastructurePort, within } from '../installation.ts';
import type { DatabaseServer } from '../parts/database-server.ts';
import type { Unit } from '../supervisor.ts';
import { untilSuccess } from '../wait.ts';
import { containerUnit } from './container.ts';
import { startFerretdb } from './ferretdb.ts';
import { type InfrastructureNeeds, infrastructureUnit, START_SECONDS } from './needs.ts';

/** Starts the installation's own database server, waits until it answers and gives its address. */
export async function startDatabase(server: DatabaseServer, needs: InfrastructureNeeds): Promise<string> {
  const port = infrastructurePort(needs.installation, 'mongodb');
  const uri = `mongodb://127.0.0.1:${port}`;
  if (server.kind === 'ferretdb') await startFerretdb(server, needs);
  else needs.supervisor.start(mongodbUnit(server, port, needs));
  await waitForDatabase(uri, needs.workshop.signal);
  return uri;
}

function mongodbUnit(
  server: Exclude<DatabaseServer, { kind: 'ferretdb' }>,
  port: number,
  needs: InfrastructureNeeds,
): Unit {
  const name = 'mongodb';
  const folder = within(needs.installation, 'data', name);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (server.kind === 'mongod')
    return {
      ...infrastructureUnit(name, needs.workshop),
      command: server.program,
      parameters: ['--dbpath', folder, '--port', String(port), '--bind_ip', '127.0.0.1', '--quiet'],
    };
  return containerUnit(
    {
      name,
      image: server.image,
      volumes: [`${folder}:/data/db`],
      port: { outside: port, inside: 27_017 },
      command: ['mongod', '--quiet', '--bind_ip_all'],
    },
    needs,
  );
}

/** Waits until a database server answers a ping. */
export async function waitForDatabase(uri: string, signal: AbortSignal): Promise<void> {
  const { MongoClient } = await import('mongodb');
  const ping = async () => {
    const client = new MongoClient(uri, { serverSelectionTimeoutMS: 1000 });
    try {
      await client.db('admin').command({ ping: 1 });
    } finally {
      await client.close();
    }
  };
  await untilSuccess(ping, { what: 'The database', seconds: START_SECONDS, signal });
}
