import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { EventData, EventDefinition } from '@studynotion/contracts';
import { eventRoute } from '@studynotion/platform';
import { testAppToken } from '@studynotion/service-kit/testing';
import { request } from 'undici';

export interface ServiceProcessOptions {
  readonly database: string;
  readonly smtpUrl: string;
  readonly sealKey: string;
  readonly hashKey: string;
  readonly faultPointsFolder: string;
  /** How far its clock goes ahead, in seconds. */
  readonly aheadSeconds: number;
}

/** The service as a process of its own, which can die. */
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
    const [url] = await Promise.race([once(this.#child, 'message'), this.#ended.then(() => Promise.reject(ended()))]);
    this.#url = url;
  }

  /** Delivers an event as the sidecar does. @returns the status, or undefined where the process died over it */
  async deliver<Event extends EventDefinition>(
    event: Event,
    data: EventData<Event>,
    eventId: string,
  ): Promise<number | undefined> {
    const body = JSON.stringify({ specversion: '1.0', id: eventId, type: event.type, source: event.producer, data });
    const answer = await request(`${this.#url}${eventRoute(event)}`, {
      method: 'POST',
      headers: { 'dapr-api-token': testAppToken, 'content-type': 'application/cloudevents+json' },
      body,
    }).catch(() => undefined); // the connection ended with the process, which `ended` tells
    await answer?.body.dump();
    return answer?.statusCode;
  }

  /** The signal that ended it. */
  async ended(): Promise<unknown> {
    const [, signal] = await this.#ended;
    return signal;
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) this.#child.kill('SIGTERM');
    await this.#ended;
  }
}

const ended = () => new Error('the process ended before it was ready');
