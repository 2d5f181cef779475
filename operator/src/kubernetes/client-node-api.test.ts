import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { KubeConfig } from '@kubernetes/client-node';
import { waitUntil } from '@studynotion/platform/testing';
import type { RequestSeen } from './api-requests.ts';
import { kubernetesApi, type RealKubernetesApi } from './client-node-api.ts';
import type { WatchEvent } from './kubernetes-api.ts';

// What a real API server seldom does. What it does, tests/cluster/without-platform/operator-machinery.test.ts holds it to.

type Answer = (request: IncomingMessage, response: ServerResponse) => unknown;

let server: Server;
let answer: Answer;
let connections: number;
let paths: string[];
let seen: RequestSeen[];
let api: RealKubernetesApi;

beforeEach(async () => {
  connections = 0;
  paths = [];
  seen = [];
  server = createServer((request, response) => {
    const path = request.url ?? '';
    paths.push(path);
    if (path === '/api/v1') return json(response, { resources });
    return answer(request, response);
  });
  server.on('connection', () => connections++);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromClusterAndUser(
    { name: 'stub', server: `http://127.0.0.1:${port}`, skipTLSVerify: true },
    { name: 'operator', token: 'a-token' },
  );
  api = kubernetesApi(kubeConfig, { answerSeconds: 0.3, onRequest: (request) => seen.push(request) });
});

afterEach(async () => {
  await api.close();
  server.closeAllConnections();
  server.close();
});

const resources = [
  { name: 'configmaps', kind: 'ConfigMap' },
  { name: 'pods', kind: 'Pod' },
  { name: 'pods/status', kind: 'Pod' },
];
const kind = { apiVersion: 'v1', kind: 'ConfigMap' };
const selection = { ...kind, namespace: 'studynotion' };
const reference = { ...selection, name: 'one' };

function json(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

const object = (name: string, more: object = {}) => ({
  ...kind,
  metadata: { name, namespace: 'studynotion', uid: name, resourceVersion: '1' },
  ...more,
});

describe('requests', () => {
  test('share connections, say who asks, and are counted', async () => {
    const asked: unknown[] = [];
    answer = ({ headers }, response) => {
      asked.push([headers.authorization, headers['user-agent']]);
      json(response, object('one'));
    };
    for (let time = 0; time < 20; time++) expect(await api.get(reference)).toEqual(object('one'));
    expect(new Set(asked.map(String))).toEqual(new Set(['Bearer a-token,studynotion-operator']));
    // A second one where the first was not yet free again; never one for each.
    expect(connections).toBeLessThanOrEqual(2);
    expect(seen).toHaveLength(21);
    expect(new Set(seen.map(({ method, code }) => `${method} ${code}`))).toEqual(new Set(['GET 200']));
  });

  test('leave names and fields as they are: also what a client of another version does not know', async () => {
    let sent = '';
    answer = async (request, response) => {
      sent = await text(request);
      json(response, JSON.parse(sent));
    };
    const unusual = object('System:Name', { newField: 1, renewTime: '2026-01-01T00:00:00.123456Z' });
    await api.apply(unusual, { fieldManager: 'test' });
    expect(JSON.parse(sent)).toEqual(unusual);
    expect(paths.at(-1)).toMatch(/^\/api\/v1\/namespaces\/studynotion\/configmaps\/System%3AName\?/);
  });

  test('that are not answered fail after a time, and may have been acted on', async () => {
    answer = () => undefined;
    const noAnswer = { status: 0, reason: 'NoAnswer' };
    await expect(api.get(reference)).rejects.toMatchObject(noAnswer);
    await expect(api.create(object('one'))).rejects.toMatchObject(noAnswer);
    expect(seen.at(-1)).toEqual({ method: 'POST', code: '<error>' });
  });

  test('of which the answer breaks off fail', async () => {
    answer = (_request, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('{"kind":');
      setImmediate(() => response.destroy());
    };
    await expect(api.get(reference)).rejects.toMatchObject({ status: 0, reason: 'NoAnswer' });
  });

  test('fail where nobody listens', async () => {
    server.close();
    await expect(api.get(reference)).rejects.toMatchObject({ status: 0, reason: 'NoAnswer' });
  });

  test('are told what a proxy in front says that is no Status', async () => {
    answer = (_request, response) => response.writeHead(503, { 'content-type': 'text/html' }).end('<p>later</p>');
    await expect(api.list(selection)).rejects.toMatchObject({ status: 503, reason: 'ServiceUnavailable' });
  });

  test('ask anew where a kind is when the server has it no longer under its path', async () => {
    answer = (_request, response) =>
      response.writeHead(404, { 'content-type': 'text/plain' }).end('404 page not found');
    for (let time = 0; time < 2; time++)
      await expect(api.get(reference)).rejects.toMatchObject({ status: 404, reason: 'NoKindMatch' });
    expect(paths.filter((path) => path === '/api/v1')).toHaveLength(2);
  });

  test('find a kind by its own path, and not by that of a part of it', async () => {
    answer = (_request, response) => json(response, object('one'));
    await api.get({ ...reference, kind: 'Pod' });
    expect(paths.at(-1)).toBe('/api/v1/namespaces/studynotion/pods/one');
  });

  test('of a list go on until its last page', async () => {
    answer = ({ url }, response) => {
      const next = new URL(url ?? '', 'http://stub').searchParams.get('continue');
      const metadata = next === null ? { resourceVersion: '7', continue: 'more' } : { resourceVersion: '7' };
      json(response, { metadata, items: [{ metadata: object(next ?? 'first').metadata }] });
    };
    expect(await api.list(selection)).toEqual({ resourceVersion: '7', items: [object('first'), object('more')] });
  });
});

describe('a watch', () => {
  async function events(signal = new AbortController().signal): Promise<WatchEvent[]> {
    const told: WatchEvent[] = [];
    for await (const event of api.watch(selection, '1', signal)) told.push(event);
    return told;
  }

  test('asks for bookmarks and for an end, and reads lines however they arrive in pieces', async () => {
    const sent = ['one', 'zwei, drei: ä€😀'].map((name) => ({ type: 'ADDED', object: object(name) }));
    answer = async (_request, response) => {
      const bytes = Buffer.from(`${sent.map((event) => JSON.stringify(event)).join('\n')}\n`);
      response.writeHead(200);
      // One byte at a time: in the middle of lines, and of characters.
      for (const byte of bytes) {
        response.write(Buffer.of(byte));
        await new Promise((resolve) => setImmediate(resolve));
      }
      response.end();
    };
    expect(await events()).toEqual(sent);
    const query = new URL(paths.at(-1) ?? '', 'http://stub').searchParams;
    expect(Object.fromEntries(query)).toMatchObject({
      watch: 'true',
      allowWatchBookmarks: 'true',
      resourceVersion: '1',
    });
    expect(Number(query.get('timeoutSeconds'))).toBeGreaterThanOrEqual(240);
  });

  test.each(['Expired', 'Gone'])('fails in the middle when the server says %s in an event', async (reason) => {
    const status = { kind: 'Status', code: 410, reason, message: 'too old resource version' };
    answer = (_request, response) => response.end(`${JSON.stringify({ type: 'ERROR', object: status })}\n`);
    await expect(events()).rejects.toMatchObject({ status: 410, reason: 'Expired' });
  });

  test('fails when it is refused, and when it breaks off', async () => {
    answer = (_request, response) => json(response, { kind: 'Status', reason: 'Forbidden', message: 'no' }, 403);
    await expect(events()).rejects.toMatchObject({ status: 403, reason: 'Forbidden' });
    answer = (_request, response) => {
      response.writeHead(200).write('{"type":');
      setImmediate(() => response.destroy());
    };
    await expect(events()).rejects.toMatchObject({ status: 0, reason: 'NoAnswer' });
  });

  test('lets its connection go when it is called off, and when nobody reads on', async () => {
    let open = 0;
    answer = (request, response) => {
      open++;
      request.on('close', () => open--);
      response.writeHead(200).write(`${JSON.stringify({ type: 'ADDED', object: object('one') })}\n`);
    };
    const ending = new AbortController();
    const watching = events(ending.signal);
    await waitUntil('the watch', () => open === 1);
    ending.abort();
    expect(await watching).toEqual([{ type: 'ADDED', object: object('one') }]);
    await waitUntil('its end', () => open === 0);
    for await (const _event of api.watch(selection, '1', new AbortController().signal)) break;
    await waitUntil('the end of the other', () => open === 0);
  });
});
