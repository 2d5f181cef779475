import { mkdirSync } from 'node:fs';
import { infrastructurePort, within } from '../installation.ts';
import type { DatabaseServer } from '../parts/database-server.ts';
import { type InfrastructureNeeds, infrastructureUnit } from './needs.ts';
import { startPostgresql } from './postgresql.ts';

export type FerretdbServer = Extract<DatabaseServer, { kind: 'ferretdb' }>;

/** Starts PostgreSQL, and FerretDB in front of it, which speaks MongoDB's protocol. */
export async function startFerretdb(server: FerretdbServer, needs: InfrastructureNeeds): Promise<void> {
  const { installation, supervisor, workshop } = needs;
  const postgresqlUrl = await startPostgresql(server, needs);
  const state = within(installation, 'data', 'ferretdb');
  mkdirSync(state, { recursive: true, mode: 0o700 });
  const unit = infrastructureUnit('ferretdb', workshop);
  supervisor.start({
    ...unit,
    command: server.ferretdb,
    parameters: [],
    environment: {
      ...unit.environment,
      POSTGRESQL_URL: postgresqlUrl,
      LISTEN_ADDRESS: `127.0.0.1:${infrastructurePort(installation, 'mongodb')}`,
      STATE_FOLDER: state,
      DO_NOT_TRACK: '1',
    },
  });
}
