import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { machineEnvironment } from './environment.ts';
import { type Installation, infrastructurePort, within } from './installation.ts';
import type { DatabaseServer } from './parts/database-server.ts';
import type { RedisServer } from './parts/redis-server.ts';
import { runTool, type Workshop } from './parts/workshop.ts';
import type { InstallationSecrets } from './secrets.ts';
import { SetupError } from './setup-error.ts';
import type { Supervisor, Unit } from './supervisor.ts';
import { canConnect, untilSuccess } from './wait.ts';

const START_SECONDS = 60;

export interface InfrastructureNeeds {
  readonly installation: Installation;
  readonly secrets: InstallationSecrets;
  readonly supervisor: Supervisor;
  readonly workshop: Workshop;
}

/** Where Redis is, for a sidecar. */
export interface RedisAddress {
  /** `host:port` */
  readonly host: string;
  readonly password: string;
}

/** Reads `redis://[user:password@]host[:port]`. Throws a SetupError when it is something else. */
export function parseRedisUrl(address: string): RedisAddress {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol !== 'redis:' || url.hostname === '')
    throw new SetupError('REDIS_URL must look like redis://:password@host:6379; TLS is not supported here.');
  return { host: `${url.hostname}:${url.port || 6379}`, password: decodeURIComponent(url.password) };
}

/** Starts the installation's own Redis and waits until it answers. Every acknowledged write is on disk. */
export async function startRedis(
  server: RedisServer,
  { installation, secrets, supervisor, workshop }: InfrastructureNeeds,
): Promise<RedisAddress> {
  const port = infrastructurePort(installation, 'redis');
  const folder = within(installation, 'data', 'redis');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const inContainer = 'image' in server;
  const configuration = within(installation, 'run', 'redis.conf');
  const lines = [
    ...(inContainer ? ['dir /data', 'protected-mode no'] : [`bind 127.0.0.1`, `port ${port}`, `dir "${folder}"`]),
    `requirepass ${secrets.redisPassword}`,
    'appendonly yes',
    'appendfsync always',
    'maxmemory-policy noeviction',
    'save ""',
  ];
  writeFileSync(configuration, `${lines.join('\n')}\n`, { mode: 0o600 });
  supervisor.start({
    ...infrastructureUnit('redis', workshop),
    ...(inContainer
      ? container(
          installation,
          'redis',
          server.image,
          [`${folder}:/data`, `${configuration}:/redis.conf:ro`],
          [port, 6379],
          ['redis-server', '/redis.conf'],
        )
      : { command: server.program, parameters: [configuration] }),
  });
  await untilSuccess(() => pingRedis(port, secrets.redisPassword), {
    what: 'Redis',
    seconds: START_SECONDS,
    signal: workshop.signal,
  });
  return { host: `127.0.0.1:${port}`, password: secrets.redisPassword };
}

/** Starts the installation's own database server, waits until it answers and gives its address. */
export async function startDatabase(server: DatabaseServer, needs: InfrastructureNeeds): Promise<string> {
  const { installation, supervisor, workshop } = needs;
  const port = infrastructurePort(installation, 'mongodb');
  const uri = `mongodb://127.0.0.1:${port}`;
  if (server.kind === 'ferretdb') await startFerretdb(server, needs);
  else {
    const folder = within(installation, 'data', 'mongodb');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    supervisor.start({
      ...infrastructureUnit('mongodb', workshop),
      ...(server.kind === 'mongod'
        ? {
            command: server.program,
            parameters: ['--dbpath', folder, '--port', String(port), '--bind_ip', '127.0.0.1', '--quiet'],
          }
        : container(
            installation,
            'mongodb',
            server.image,
            [`${folder}:/data/db`],
            [port, 27017],
            ['mongod', '--quiet'],
          )),
    });
  }
  await waitForDatabase(uri, workshop.signal);
  return uri;
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

/** Waits until the Redis of somebody else answers. */
export async function waitForRedis(address: RedisAddress, signal: AbortSignal): Promise<void> {
  const { hostname, port } = new URL(`redis://${address.host}`);
  const ping = () => pingRedis(Number(port), address.password, hostname);
  await untilSuccess(ping, { what: 'The Redis at REDIS_URL', seconds: 10, signal });
}

async function startFerretdb(
  server: Extract<DatabaseServer, { kind: 'ferretdb' }>,
  { installation, secrets, supervisor, workshop }: InfrastructureNeeds,
): Promise<void> {
  const port = infrastructurePort(installation, 'postgresql');
  const data = within(installation, 'data', 'postgresql');
  const password = secrets.postgresqlPassword;
  if (!existsSync(data)) await initializePostgresql(server, data, password, workshop);

  const [command = '', ...parameters] = [
    ...server.asUser,
    join(server.postgresql, 'postgres'),
    '-D',
    data,
    '-p',
    String(port),
  ];
  const postgresql = infrastructureUnit('postgresql', workshop);
  supervisor.start({
    ...postgresql,
    command,
    parameters,
    // DocumentDB connects back to its own server.
    environment: { ...postgresql.environment, PGPASSWORD: password },
    // SIGTERM would wait for every client to leave.
    signal: 'SIGINT',
  });
  await untilSuccess(() => canConnect(port), { what: 'PostgreSQL', seconds: START_SECONDS, signal: workshop.signal });
  await untilSuccess(
    () =>
      runTool(workshop, {
        command: join(server.postgresql, 'psql'),
        parameters: [
          ...[
            '--host=127.0.0.1',
            `--port=${port}`,
            '--username=postgres',
            '--dbname=postgres',
            '--quiet',
            '--no-psqlrc',
          ],
          ...['--command', 'SET client_min_messages = error; CREATE EXTENSION IF NOT EXISTS documentdb CASCADE'],
        ],
        environment: { PGPASSWORD: password },
      }),
    { what: 'DocumentDB in PostgreSQL', seconds: START_SECONDS, signal: workshop.signal },
  );

  const state = within(installation, 'data', 'ferretdb');
  mkdirSync(state, { recursive: true, mode: 0o700 });
  const ferretdb = infrastructureUnit('ferretdb', workshop);
  supervisor.start({
    ...ferretdb,
    command: server.ferretdb,
    parameters: [],
    environment: {
      ...ferretdb.environment,
      POSTGRESQL_URL: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
      LISTEN_ADDRESS: `127.0.0.1:${infrastructurePort(installation, 'mongodb')}`,
      STATE_FOLDER: state,
      DO_NOT_TRACK: '1',
    },
  });
}

const POSTGRESQL_SETTINGS = [
  "shared_preload_libraries = 'pg_cron,pg_documentdb_core,pg_documentdb'",
  "cron.database_name = 'postgres'",
  // Its jobs build indexes; as background workers they need no password.
  'cron.use_background_workers = on',
  'max_worker_processes = 20',
  'max_connections = 200',
  "listen_addresses = '127.0.0.1'",
  "unix_socket_directories = ''",
  "documentdb.localhost_connection_string = 'host=127.0.0.1'",
  "timezone = 'GMT'",
  "log_timezone = 'GMT'",
  'dynamic_shared_memory_type = mmap',
  'jit = off',
];

// DocumentDB's own jobs come as this role, which has no password and may do no more than FerretDB's clients.
const DOCUMENTDB_WORKER = 'host postgres documentdb_bg_worker_role 127.0.0.1/32 trust';

async function initializePostgresql(
  server: Extract<DatabaseServer, { kind: 'ferretdb' }>,
  data: string,
  password: string,
  workshop: Workshop,
): Promise<void> {
  const draft = `${data}.draft`;
  rmSync(draft, { recursive: true, force: true });
  const passwordFile = `${draft}.password-${randomBytes(4).toString('hex')}`;
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
  const settings = POSTGRESQL_SETTINGS.join('\n');
  writeFileSync(join(draft, 'postgresql.auto.conf'), `${settings}\n`, { flag: 'a' });
  const access = join(draft, 'pg_hba.conf');
  writeFileSync(access, `${DOCUMENTDB_WORKER}\n${readFileSync(access, 'utf8')}`);
  renameSync(draft, data);
}

function infrastructureUnit(
  name: string,
  workshop: Workshop,
): Pick<Unit, 'name' | 'kind' | 'environment' | 'leastLevel'> {
  return { name, kind: 'infrastructure', environment: machineEnvironment(workshop.environment), leastLevel: 'warn' };
}

/** A container in the foreground, published on loopback only, that owns its files as we do. */
function container(
  { instance }: Installation,
  name: string,
  image: string,
  volumes: readonly string[],
  [outside, inside]: readonly [number, number],
  command: readonly string[],
): Pick<Unit, 'command' | 'parameters' | 'container'> {
  const containerName = `studynotion-${instance}-${name}`;
  return {
    command: 'docker',
    parameters: [
      ...['run', '--rm', '--name', containerName, '--label', `studynotion.instance=${instance}`],
      ...['--user', `${process.getuid?.() ?? 0}:${process.getgid?.() ?? 0}`],
      ...['--publish', `127.0.0.1:${outside}:${inside}`],
      ...volumes.flatMap((volume) => ['--volume', volume]),
      image,
      ...command,
    ],
    container: containerName,
  };
}

function pingRedis(port: number, password: string, host = '127.0.0.1'): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host, timeout: 1000 });
    let answer = '';
    socket.setEncoding('utf8');
    socket.once('error', reject);
    socket.once('timeout', () => socket.destroy(new Error('no answer')));
    socket.once('close', () => reject(new Error(`it closed the connection: ${answer.trim()}`)));
    socket.on('data', (text: string) => {
      answer += text;
      if (/^\+PONG/m.test(answer)) resolve();
      if (/^(\+PONG|-)/m.test(answer)) socket.destroy();
    });
    socket.write(`${password === '' ? '' : `AUTH ${password}\r\n`}PING\r\n`);
  });
}
