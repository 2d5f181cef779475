import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { testAppToken } from '@studynotion/service-kit/testing';

export interface ServiceProcessOptions {
  readonly database: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly faultPointsFolder: string;
}

/** A second replica of the service, as a process of its own, which can die. */
export class ServiceProcess {
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown[]>;
  #url = '';

  constructor(options: ServiceProcessOptions) {
    const file = fileURLToPath(new URL('./service-process-main.ts', import.meta.url));
    this.#child = fork(file, [JSON.stringify(options)], { execArgv: [] });
    this.#ended = once(this.#child, 'exit');
  }

  async start(): Promise<void> {
    const failed = this.#ended.then(() => Promise.reject(new Error('the process ended before it was ready')));
    [this.#url] = await Promise.race([once(this.#child, 'message'), failed]);
  }

  /** @returns the status, or undefined where the process died over it */
  async post(path: string, body: string, headers: Readonly<Record<string, string>>): Promise<number | undefined> {
    const answer = await fetch(`${this.#url}${path}`, {
      method: 'POST',
      headers: { 'dapr-api-token': testAppToken, ...headers },
      body,
    }).catch(() => undefined);
    return answer?.status;
  }

  /** The signal that ended it. */
  async ended(): Promise<unknown> {
    const [, signal] = await this.#ended;
    return signal;
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) this.#child.kill('SIGKILL');
    await this.#ended;
  }
}
