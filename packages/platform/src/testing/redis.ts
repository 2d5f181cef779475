import { once } from 'node:events';
import { connect } from 'node:net';

/** What a Redis answers (RESP2), as far as tests ask. */
export type RedisValue = string | number | undefined | RedisValue[];

/** Address and password of the Redis that `npm test` started, from REDIS_HOST and REDIS_PASSWORD. */
export interface TestRedis {
  readonly host: string;
  readonly password: string;
}

/** @throws where the test run gives none */
export function testRedis(): TestRedis {
  const { REDIS_HOST: host, REDIS_PASSWORD: password } = process.env;
  if (host === undefined || password === undefined)
    throw new Error(
      'tests with a real sidecar need Redis: set REDIS_HOST and REDIS_PASSWORD, or run them by `npm test`',
    );
  return { host, password };
}

/** Sends commands to one database of a Redis, one after the other, on a connection of their own. */
export async function askRedis(
  { host, password }: TestRedis,
  database: number,
  ...commands: readonly (readonly string[])[]
): Promise<RedisValue[]> {
  const [hostname = '', port = ''] = host.split(':');
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  const all = [['AUTH', password], ['SELECT', String(database)], ...commands];
  socket.write(all.map(encode).join(''));
  let received = '';
  for await (const chunk of socket.setEncoding('latin1') as AsyncIterable<string>) {
    received += chunk;
    const answers = decodeAll(received, all.length);
    if (answers !== undefined) return answers.slice(2);
  }
  throw new Error(`Redis at ${host} closed the connection`);
}

function encode(command: readonly string[]): string {
  const parts = command.map((part) => `$${Buffer.byteLength(part)}\r\n${part}\r\n`);
  return `*${command.length}\r\n${parts.join('')}`;
}

/** @returns undefined while not everything has arrived */
function decodeAll(text: string, count: number): RedisValue[] | undefined {
  let at = 0;
  const line = (): string | undefined => {
    const end = text.indexOf('\r\n', at);
    if (end < 0) return undefined;
    const found = text.slice(at, end);
    at = end + 2;
    return found;
  };
  const value = (): { is: RedisValue } | undefined => {
    const head = line();
    if (head === undefined) return undefined;
    const rest = head.slice(1);
    if (head.startsWith('-')) throw new Error(`Redis: ${rest}`);
    if (head.startsWith(':')) return { is: Number(rest) };
    if (head.startsWith('+')) return { is: rest };
    if (head.startsWith('*')) return list(Number(rest));
    const length = Number(rest);
    if (length < 0) return { is: undefined };
    if (text.length < at + length + 2) return undefined;
    const found = Buffer.from(text.slice(at, at + length), 'latin1').toString('utf8');
    at += length + 2;
    return { is: found };
  };
  const list = (length: number): { is: RedisValue[] } | undefined => {
    const items: RedisValue[] = [];
    while (items.length < length) {
      const item = value();
      if (item === undefined) return undefined;
      items.push(item.is);
    }
    return { is: items };
  };
  return list(count)?.is;
}
