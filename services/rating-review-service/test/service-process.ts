import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { API_PREFIX, accountDeleted } from '@studynotion/contracts';
import { eventRoute } from '@studynotion/platform';
import { newId } from '@studynotion/service-kit';
import { testAppToken } from '@studynotion/service-kit/testing';

export interface ServiceProcessOptions {
  readonly database: string;
  readonly faultPointsFolder: string;
  /** Accounts that get a token. */
  readonly accountIds: readonly string[];
  /** Of every course. */
  readonly instructorId: string;
}

/** The service as a process of its own, which can die. Everybody is enrolled everywhere; no broker is there. */
export class ServiceProcess {
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown[]>;
  #url = '';
  #tokens: Readonly<Record<string, string>> = {};

  constructor(options: ServiceProcessOptions) {
    const file = fileURLToPath(new URL('./service-process-main.ts', import.meta.url));
    this.#child = fork(file, [JSON.stringify(options)], { execArgv: [] });
    this.#ended = once(this.#child, 'exit');
  }

  async start(): Promise<void> {
    const [ready] = await Promise.race([
      once(this.#child, 'message'),
      this.#ended.then(() => Promise.reject(new Error('the process ended before it was ready'))),
    ]);
    this.#url = ready.url;
    this.#tokens = ready.tokens;
  }

  get isAlive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  put(accountId: string, courseId: string, rating: number): Promise<number | undefined> {
    return this.#call('PUT', `${API_PREFIX}/courses/${courseId}/reviews/mine`, {
      authorization: `Bearer ${this.#tokens[accountId]}`,
      body: { rating, text: `${rating} stars` },
    });
  }

  remove(accountId: string, courseId: string): Promise<number | undefined> {
    return this.#call('DELETE', `${API_PREFIX}/courses/${courseId}/reviews/mine`, {
      authorization: `Bearer ${this.#tokens[accountId]}`,
    });
  }

  deleteAccount(accountId: string): Promise<number | undefined> {
    const person = { email: 'asha@studynotion.example', firstName: 'Asha' };
    const data = { aggregateId: accountId, version: 2, ...person, deletedAt: new Date().toISOString() };
    const { type, producer } = accountDeleted;
    return this.#call('POST', eventRoute(accountDeleted), {
      body: { specversion: '1.0', id: newId(), type, source: producer, data },
    });
  }

  /** The signal that ended it. */
  async ended(): Promise<unknown> {
    const [, signal] = await this.#ended;
    return signal;
  }

  async stop(): Promise<void> {
    if (this.isAlive) this.#child.kill('SIGTERM');
    await this.#ended;
  }

  /** @returns the status, or undefined where the process died over it */
  async #call(
    method: string,
    path: string,
    { authorization = '', body }: { authorization?: string; body?: unknown },
  ): Promise<number | undefined> {
    const answer = await fetch(`${this.#url}${path}`, {
      method,
      headers: { 'dapr-api-token': testAppToken, authorization, 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
    }).catch(() => undefined); // the connection ended with the process, which `ended` tells
    await answer?.arrayBuffer().catch(() => {});
    return answer?.status;
  }
}
