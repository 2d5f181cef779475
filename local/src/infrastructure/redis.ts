import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { infrastructurePort, within } from '../installation.ts';
import type { RedisServer } from '../parts/redis-server.ts';
import { SetupError } from '../setup-error.ts';
import { untilSuccess } from '../wait.ts';
import { containerUnit } from './container.ts';
import { type InfrastructureNeeds, infrastructureUnit, START_SECONDS } from './needs.ts';

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
export async function startRedis(server: RedisServer, needs: InfrastructureNeeds): Promise<RedisAddress> {
  const { installation, secrets, supervisor, workshop } = needs;
  const port = infrastructurePort(installation, 'redis');
  const folder = within(installation, 'data', 'redis');
  const file = within(installation, 'run', 'redis.conf');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const place =
    'image' in server ? ['dir /data', 'protected-mode no'] : ['bind 127.0.0.1', `port ${port}`, `dir "${folder}"`];
  const configuration = [...place, `requirepass ${secrets.redisPassword}`, ...DURABLE];
  writeFileSync(file, `${configuration.join('\n')}\n`, { mode: 0o600 });

  supervisor.start(
    'image' in server
      ? containerUnit(
          {
            name: 'redis',
            image: server.image,
            volumes: [`${folder}:/data`, `${file}:/redis.conf:ro`],
            port: { outside: port, inside: 6379 },
            command: ['redis-server', '/redis.conf'],
          },
          needs,
        )
      : { ...infrastructureUnit('redis', workshop), command: server.program, parameters: [file] },
  );
  await untilSuccess(() => pingRedis('127.0.0.1', port, secrets.redisPassword), {
    what: 'Redis',
    seconds: START_SECONDS,
    signal: workshop.signal,
  });
  return { host: `127.0.0.1:${port}`, password: secrets.redisPassword };
}

/** With less, a kill would lose events that the broker has acknowledged. */
const DURABLE = ['appendonly yes', 'appendfsync always', 'maxmemory-policy noeviction', 'save ""'];

/** Waits until the Redis of somebody else answers. */
export async function waitForRedis(address: RedisAddress, signal: AbortSignal): Promise<void> {
  const { hostname, port } = new URL(`redis://${address.host}`);
  const ping = () => pingRedis(hostname, Number(port), address.password);
  await untilSuccess(ping, { what: 'The Redis at REDIS_URL', seconds: 10, signal });
}

function pingRedis(host: string, port: number, password: string): Promise<void> {
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
