import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sandbox-main-'));
});

afterAll(() => rm(folder, { recursive: true }));

function start(variables: NodeJS.ProcessEnv = {}) {
  return spawn(process.execPath, [join(import.meta.dirname, '../src/main.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      RAZORPAY_PORT: '0',
      SMTP_PORT: '0',
      INBOX_PORT: '0',
      DATA_FOLDER: folder,
      RAZORPAY_KEY_ID: 'rzp_test_main',
      RAZORPAY_KEY_SECRET: 'a secret of this test',
      RAZORPAY_WEBHOOK_SECRET: 'another secret of this test',
      RAZORPAY_WEBHOOK_URL: 'http://127.0.0.1:1/webhooks',
      CLOUDINARY_PORT: '0',
      CLOUDINARY_CLOUD_NAME: 'studynotion',
      CLOUDINARY_API_KEY: '123',
      CLOUDINARY_API_SECRET: 'a third secret of this test',
      ...variables,
    },
  });
}

describe('the process', () => {
  test('logs ECS lines, serves, and ends on SIGTERM within a second', async () => {
    const child = start();
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
    const event = JSON.parse(line) as Record<string, unknown> & { 'sandbox.ports': { inbox: number } };
    expect(event).toMatchObject({ 'log.level': 'info', message: 'Sandbox is ready', 'service.name': 'sandbox' });
    expect(event['@timestamp']).toMatch(/^\d{4}-.*Z$/);
    expect((await fetch(`http://127.0.0.1:${event['sandbox.ports'].inbox}/readyz`)).status).toBe(200);

    const asked = Date.now();
    child.kill('SIGTERM');
    const [code] = (await once(child, 'exit')) as [number];
    expect(code).toBe(0);
    expect(Date.now() - asked).toBeLessThan(1_000);
  });

  test('listens where it is told to, and nowhere else', async () => {
    const child = start({ SANDBOX_HOST: '127.0.0.2' });
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
    const { 'sandbox.ports': ports } = JSON.parse(line) as { 'sandbox.ports': { inbox: number } };
    expect((await fetch(`http://127.0.0.2:${ports.inbox}/readyz`)).status).toBe(200);
    await expect(fetch(`http://127.0.0.1:${ports.inbox}/readyz`)).rejects.toThrow();
    child.kill('SIGTERM');
    await once(child, 'exit');
  });

  test('names every wrong setting and exits with 1', async () => {
    const child = start({ SMTP_PORT: 'mail', RAZORPAY_WEBHOOK_URL: 'ftp://shop' });
    const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
    expect(code).toBe(1);
    expect(output).toContain('SMTP_PORT');
    expect(output).toContain('RAZORPAY_WEBHOOK_URL');
    expect(output).not.toContain('a secret of this test');
  });

  test('a taken port is told, and nothing stays behind', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const child = start({ SMTP_PORT: String(port) });
    const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
    other.close();
    expect(code).toBe(1);
    expect(output).toContain('EADDRINUSE');
    expect(output).toContain(String(port));
  });
});
