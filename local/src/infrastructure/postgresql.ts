import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { infrastructurePort, within } from '../installation.ts';
import { runTool, type Workshop } from '../parts/workshop.ts';
import { canConnect, untilSuccess } from '../wait.ts';
import type { FerretdbServer } from './ferretdb.ts';
import { type InfrastructureNeeds, infrastructureUnit, START_SECONDS } from './needs.ts';

/** Starts PostgreSQL, its data made first where there is none, waits until DocumentDB is in it and gives its address. */
export async function startPostgresql(server: FerretdbServer, needs: InfrastructureNeeds): Promise<string> {
  const { installation, secrets, supervisor, workshop } = needs;
  const port = infrastructurePort(installation, 'postgresql');
  const data = within(installation, 'data', 'postgresql');
  const password = secrets.postgresqlPassword;
  if (!existsSync(data)) await initializePostgresql(server, data, password, workshop);

  const [command = '', ...parameters] = [
    ...server.asUser,
    join(server.postgresql, 'postgres'),
    ...['-D', data, '-p', String(port)],
    ...Object.entries(POSTGRESQL_SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
  const unit = infrastructureUnit('postgresql', workshop);
  supervisor.start({
    ...unit,
    command,
    parameters,
    // DocumentDB connects back to its own server.
    environment: { ...unit.environment, PGPASSWORD: password },
    // SIGTERM would wait for every client to leave.
    signal: 'SIGINT',
  });
  const waiting = { seconds: START_SECONDS, signal: workshop.signal };
  await untilSuccess(() => canConnect(port), { what: 'PostgreSQL', ...waiting });
  await untilSuccess(() => createExtension(server, port, password, workshop), { what: 'DocumentDB', ...waiting });
  return `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
}

async function createExtension(
  server: FerretdbServer,
  port: number,
  password: string,
  workshop: Workshop,
): Promise<void> {
  await runTool(workshop, {
    command: join(server.postgresql, 'psql'),
    parameters: [
      ...['--host=127.0.0.1', `--port=${port}`, '--username=postgres', '--dbname=postgres', '--quiet', '--no-psqlrc'],
      ...['--command', 'SET client_min_messages = error; CREATE EXTENSION IF NOT EXISTS documentdb CASCADE'],
      ...['--command', 'CREATE EXTENSION IF NOT EXISTS documentdb_extended_rum'],
    ],
    environment: { PGPASSWORD: password },
  });
}

/** Given at every start, so that those of an older version do not stay in data that it made. */
export const POSTGRESQL_SETTINGS = {
  shared_preload_libraries: 'pg_cron,pg_documentdb_core,pg_documentdb_extended_rum,pg_documentdb',
  // Its indexes can be read in order, as MongoDB's can: a page of a sorted list costs its own length and not the list's.
  'documentdb.alternate_index_handler_name': 'extended_rum',
  // They are so read only where the planner knows how much there is; it is told soon after much was written.
  autovacuum_naptime: '5s',
  'cron.database_name': 'postgres',
  // Its jobs build indexes; as background workers they need no password.
  'cron.use_background_workers': 'on',
  max_worker_processes: '20',
  max_connections: '200',
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  'documentdb.localhost_connection_string': 'host=127.0.0.1',
  timezone: 'GMT',
  log_timezone: 'GMT',
  dynamic_shared_memory_type: 'mmap',
  jit: 'off',
  // Fifty writers at one unique key deadlock again and again here; each round would cost them a second by default.
  deadlock_timeout: '50ms',
};

// DocumentDB's own jobs come as this role, which has no password and may do no more than FerretDB's clients.
const DOCUMENTDB_WORKER = 'host postgres documentdb_bg_worker_role 127.0.0.1/32 trust';

async function initializePostgresql(
  server: FerretdbServer,
  data: string,
  password: string,
  workshop: Workshop,
): Promise<void> {
  const draft = `${data}.draft`;
  rmSync(draft, { recursive: true, force: true });
  const passwordFile = `${data}.password`;
  writeFileSync(passwordFile, password, { mode: 0o600 });
  try {
    const [command = '', ...parameters] = [
      ...[...server.asUser, join(server.postgresql, 'initdb'), '-D', draft, '--username=postgres'],
      ...['--auth=scram-sha-256', `--pwfile=${passwordFile}`, '--encoding=UTF8', '--locale=C'],
    ];
    await runTool(workshop, { command, parameters });
  } finally {
    rmSync(passwordFile);
  }
  const access = join(draft, 'pg_hba.conf');
  writeFileSync(access, `${DOCUMENTDB_WORKER}\n${readFileSync(access, 'utf8')}`);
  renameSync(draft, data);
}
