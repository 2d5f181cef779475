import { spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import type { UsedPort } from './installation.ts';

export interface TakenPort extends UsedPort {
  /** Who holds it, as far as the system tells. */
  readonly holder: Holder;
}

export interface Holder {
  readonly pid?: number;
  readonly command?: string;
}

/** The ports among these that somebody else listens on, with the process that does. */
export async function takenPorts(ports: readonly UsedPort[]): Promise<TakenPort[]> {
  const free = await Promise.all(ports.map(({ port }) => isFree(port)));
  return ports.filter((_, index) => !free[index]).map((used) => ({ ...used, holder: holderOf(used.port) }));
}

/** A port counts as free when it can be had on loopback and on all addresses, in both families where there are two. */
async function isFree(port: number): Promise<boolean> {
  for (const host of ['127.0.0.1', '0.0.0.0', '::1']) if (!(await canListen(port, host))) return false;
  return true;
}

function canListen(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code !== 'EADDRINUSE' && error.code !== 'EACCES'),
    );
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** The process that listens on a port. */
export function holderOf(port: number): Holder {
  const pid = pidFromSs(port) ?? pidFromLsof(port);
  if (pid === undefined) return {};
  const command = spawnSync('ps', ['-o', 'args=', '-p', pid], { encoding: 'utf8' }).stdout?.trim();
  return { pid: Number(pid), command: command || undefined };
}

function pidFromSs(port: number): string | undefined {
  const { stdout } = spawnSync('ss', ['-Hltnp', `sport = :${port}`], { encoding: 'utf8' });
  return stdout?.match(/pid=(\d+)/)?.[1];
}

function pidFromLsof(port: number): string | undefined {
  const { stdout } = spawnSync('lsof', ['-nP', '-t', `-iTCP:${port}`, '-sTCP:LISTEN'], { encoding: 'utf8' });
  return stdout?.trim().split('\n')[0] || undefined;
}
