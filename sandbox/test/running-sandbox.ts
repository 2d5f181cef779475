import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import Razorpay from 'razorpay';
import { type Sandbox, startSandbox } from '../src/sandbox.ts';

/** The account at Cloudinary. */
export const cloud = { cloudName: 'studynotion', apiKey: '123456789012345', apiSecret: 'the api secret' };

export const keys = { keyId: 'rzp_test_sandbox', keySecret: 'the key secret', webhookSecret: 'the webhook secret' };

export interface ReceivedWebhook {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly event: string;
}

/** The shop's end of the webhooks, which answers what a test says. */
export interface WebhookReceiver {
  readonly url: string;
  readonly received: ReceivedWebhook[];
  /** Status of the next answers. */
  status: number;
  stop(): Promise<void>;
}

export async function receiveWebhooks(): Promise<WebhookReceiver> {
  const server = createServer(async (request, response) => {
    const body = await text(request);
    receiver.received.push({ headers: request.headers, body, event: (JSON.parse(body) as { event: string }).event });
    response.writeHead(receiver.status).end('thanks');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const receiver: WebhookReceiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/razorpay`,
    received: [],
    status: 200,
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return receiver;
}

export interface RunningSandbox {
  readonly ports: Sandbox['ports'];
  readonly razorpay: Razorpay;
  readonly razorpayUrl: string;
  readonly inboxUrl: string;
  readonly cloudinaryUrl: string;
  /** Calls the control API; resolves with the status and the answer's JSON. */
  control<Answer = unknown>(method: string, path: string, body?: unknown): Promise<{ status: number; body: Answer }>;
  /** A new process on the same data, so to speak. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export async function runSandbox(webhookUrl: string): Promise<RunningSandbox> {
  // With a dot, as the folder of an installation has one.
  const dataFolder = await mkdtemp(join(tmpdir(), '.sandbox-test-'));
  const start = (): Promise<Sandbox> =>
    startSandbox(
      {
        ports: { razorpay: 0, smtp: 0, inbox: 0, cloudinary: 0 },
        dataFolder,
        razorpay: { ...keys, webhookUrl },
        cloudinary: cloud,
      },
      { log: () => undefined, webhookBackoff: 20, notificationBackoff: 20 },
    );
  let sandbox = await start();
  const urlOf = (server: 'razorpay' | 'inbox' | 'cloudinary'): string => `http://127.0.0.1:${sandbox.ports[server]}`;
  return {
    get ports() {
      return sandbox.ports;
    },
    get razorpayUrl() {
      return urlOf('razorpay');
    },
    get inboxUrl() {
      return urlOf('inbox');
    },
    get cloudinaryUrl() {
      return urlOf('cloudinary');
    },
    get razorpay() {
      return officialClient(urlOf('razorpay'), keys.keyId, keys.keySecret);
    },
    async control<Answer>(method: string, path: string, body?: unknown) {
      const answer = await fetch(`${urlOf('inbox')}/sandbox${path}`, {
        method,
        headers: { 'content-type': 'application/json' },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      const json = await answer.text();
      return { status: answer.status, body: (json === '' ? undefined : JSON.parse(json)) as Answer };
    },
    async restart() {
      await sandbox.stop();
      sandbox = await start();
    },
    async stop() {
      await sandbox.stop();
      await rm(dataFolder, { recursive: true });
    },
  };
}

/** The official SDK with nothing changed but the address. */
export function officialClient(url: string, keyId: string, keySecret: string): Razorpay {
  const client = new Razorpay({ key_id: keyId, key_secret: keySecret });
  (client as unknown as { api: { rq: { defaults: { baseURL: string } } } }).api.rq.defaults.baseURL = url;
  return client;
}

/** Resolves when the condition holds, rejects when it does not within five seconds. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 5_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`Not so within 5 s: ${condition}`);
    await delay(10);
  }
}
