import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createTransport } from 'nodemailer';
import { type RunningSandbox, runSandbox } from './running-sandbox.ts';

let sandbox: RunningSandbox;

beforeAll(async () => {
  sandbox = await runSandbox('http://127.0.0.1:1/nobody');
});

afterAll(() => sandbox.stop());

test('is ready when all three listen', async () => {
  const answer = await fetch(`${sandbox.inboxUrl}/readyz`);
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual({ ready: true });
});

test('the page runs its own script only', async () => {
  const page = await fetch(sandbox.inboxUrl);
  expect(page.headers.get('content-type')).toContain('text/html');
  expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
  for (const asset of ['inbox.js', 'inbox.css', 'icon.svg']) {
    expect((await fetch(`${sandbox.inboxUrl}/assets/${asset}`)).status).toBe(200);
  }
});

test("a mail's HTML is served without scripts, and its links leave the frame", async () => {
  const transport = createTransport({ host: '127.0.0.1', port: sandbox.ports.smtp });
  const html =
    '<html><head><title>x</title></head><body><script>alert(1)</script><a href="http://localhost/">go</a></body></html>';
  await transport.sendMail({ from: 'a@example.com', to: 'b@example.com', subject: '<b>bold</b>', html });
  const { body } = await sandbox.control<{ items: { id: string }[] }>('GET', '/mails');
  const mail = await fetch(`${sandbox.inboxUrl}/mails/${body.items[0]?.id}/html`);
  const policy = mail.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain('sandbox allow-popups');
  expect(policy).not.toContain('script');
  expect(await mail.text()).toContain('<head><base target="_blank"><title>');
});

test('what is not there is 404', async () => {
  expect((await fetch(`${sandbox.inboxUrl}/mails/unknown/html`)).status).toBe(404);
  expect((await sandbox.control('GET', '/mails/unknown')).status).toBe(404);
  expect((await sandbox.control('GET', '/nonsense')).status).toBe(404);
});
