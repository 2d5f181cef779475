import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { repository } from '@studynotion/local';
import { freePort, waitUntil } from '@studynotion/platform/testing';

export interface OperatorProcess {
  readonly child: ChildProcess;
  readonly identity: string;
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
  readonly lines: string[];
  /** Status of a path of the port of probes; undefined where nothing answers. */
  health(path: string): Promise<number | undefined>;
  metrics(): Promise<string>;
}

/** Where an operator runs. */
export interface OperatorPlace {
  readonly identity: string;
  readonly namespace: string;
  /** Path of a file. */
  readonly kubeconfig: string;
}

/** The operator as its container runs it. */
export async function startOperatorProcess(place: OperatorPlace): Promise<OperatorProcess> {
  const { identity, namespace, kubeconfig } = place;
  const [metricsPort, healthPort] = [await freePort(), await freePort()];
  const child = spawn(process.execPath, [join(repository, 'operator', 'src', 'main.ts')], {
    env: {
      ...{ PATH: process.env.PATH, KUBECONFIG: kubeconfig },
      ...{ POD_NAME: identity, POD_NAMESPACE: namespace },
      ...{ METRICS_PORT: String(metricsPort), HEALTH_PORT: String(healthPort) },
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) createInterface(stream).on('line', (line) => lines.push(line));
  const operator: OperatorProcess = {
    ...{ child, identity, lines },
    ended: once(child, 'exit').then(([code, signal]) => code ?? signal),
    health: async (path) => {
      const answer = await fetch(`http://127.0.0.1:${healthPort}${path}`).catch(() => undefined);
      return answer?.status;
    },
    metrics: async () => (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text(),
  };
  await waitUntil(`operator ${identity}`, async () => (await operator.health('/healthz')) === 200, 30);
  return operator;
}
