import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { type RunningSandbox, runSandbox, until } from './running-sandbox.ts';

let sandbox: RunningSandbox;

beforeAll(async () => {
  sandbox = await runSandbox('http://127.0.0.1:1/nobody');
});

afterEach(async () => {
  await sandbox.control('DELETE', '');
  await sandbox.control('DELETE', '/mails');
});

afterAll(() => sandbox.stop());

function send(mail: SendMailOptions = {}, socketTimeout = 5_000) {
  const transport = createTransport({ host: '127.0.0.1', port: sandbox.ports.smtp, socketTimeout });
  return transport.sendMail({ from: 'StudyNotion <no-reply@studynotion.test>', to: 'learner@example.com', ...mail });
}

interface ListedMail {
  readonly id: string;
  readonly to: string[];
  readonly subject: string;
  readonly text: string;
  readonly receivedAt: string;
}

async function listed(query = ''): Promise<ListedMail[]> {
  return (await sandbox.control<{ items: ListedMail[] }>('GET', `/mails${query}`)).body.items;
}

function fault(body: object) {
  return sandbox.control('PUT', '/mail/faults', body);
}

describe('mails', () => {
  test('a mail is kept with its parts, headers and attachments', async () => {
    const { messageId } = await send({
      subject: 'Your code, 中文 too',
      text: 'The code is 123456',
      html: '<p>The code is <b>123456</b></p>',
      cc: 'second@example.com',
      replyTo: 'help@example.com',
      headers: { 'x-event-key': 'one' },
      attachments: [{ filename: 'invoice.pdf', content: Buffer.from('%PDF'), contentType: 'application/pdf' }],
    });
    const [summary] = await listed();
    const { body } = await sandbox.control('GET', `/mails/${summary?.id}`);
    expect(body).toEqual({
      id: summary?.id,
      from: '"StudyNotion" <no-reply@studynotion.test>',
      to: ['learner@example.com', 'second@example.com'],
      subject: 'Your code, 中文 too',
      text: 'The code is 123456',
      html: '<p>The code is <b>123456</b></p>',
      headers: expect.objectContaining({ 'x-event-key': 'one', 'reply-to': 'help@example.com' }),
      messageId,
      attachments: [{ fileName: 'invoice.pdf', contentType: 'application/pdf', size: 4 }],
      receivedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    });
  });

  test('the list is newest first and can be searched', async () => {
    await send({ subject: 'Welcome', to: 'One@Example.com' });
    await until(async () => Date.parse((await listed())[0]?.receivedAt ?? '') < Date.now());
    const between = new Date().toISOString();
    await send({ subject: 'Your code', to: 'two@example.com' });
    expect((await listed()).map(({ subject }) => subject)).toEqual(['Your code', 'Welcome']);
    expect((await listed('?to=one@example.com')).map(({ subject }) => subject)).toEqual(['Welcome']);
    expect((await listed('?subject=CODE')).map(({ subject }) => subject)).toEqual(['Your code']);
    expect((await listed(`?since=${between}`)).map(({ subject }) => subject)).toEqual(['Your code']);
    expect(await listed('?limit=1')).toHaveLength(1);
    expect((await sandbox.control('GET', '/mails?since=yesterday')).status).toBe(400);
  });

  test('mails survive a restart, in their order, and can be deleted', async () => {
    for (const subject of ['first', 'second', 'third']) await send({ subject });
    await sandbox.restart();
    expect((await listed()).map(({ subject }) => subject)).toEqual(['third', 'second', 'first']);
    expect((await sandbox.control('DELETE', '/mails')).status).toBe(204);
    await sandbox.restart();
    expect(await listed()).toEqual([]);
  });

  test('a log-in is taken, but not asked for', async () => {
    const auth = { user: 'studynotion', pass: 'any' };
    const transport = createTransport({ host: '127.0.0.1', port: sandbox.ports.smtp, auth });
    await transport.sendMail({ from: 'a@example.com', to: 'b@example.com', subject: 'logged in' });
    expect(await listed()).toHaveLength(1);
  });
});

describe('faults', () => {
  test.each([
    ['450', 450],
    ['550', 550],
  ])('%s refuses the recipient as often as asked', async (kind, responseCode) => {
    await fault({ kind, times: 2 });
    await expect(send()).rejects.toMatchObject({ responseCode });
    await expect(send()).rejects.toMatchObject({ responseCode });
    await send();
    expect(await listed()).toHaveLength(1);
    const { body } = await sandbox.control('GET', '/mail/faults');
    expect(body).toMatchObject({ items: [{ kind, times: 0, hits: 2 }] });
  });

  test('a fault of one recipient leaves others alone', async () => {
    await fault({ kind: '550', recipient: 'Blocked@example.com' });
    await send({ to: 'fine@example.com' });
    await expect(send({ to: 'blocked@example.com' })).rejects.toMatchObject({ responseCode: 550 });
  });

  test('accept-then-timeout keeps the mail and never says so', async () => {
    await fault({ kind: 'accept-then-timeout' });
    await expect(send({ subject: 'uncertain' }, 300)).rejects.toMatchObject({ code: 'ETIMEDOUT' });
    expect((await listed()).map(({ subject }) => subject)).toEqual(['uncertain']);
  });

  test('drop-connection ends the connection and keeps nothing', async () => {
    await fault({ kind: 'drop-connection' });
    await expect(send()).rejects.toMatchObject({ code: expect.stringMatching(/ECONNECTION|ECONNRESET|ESOCKET/) });
    expect(await listed()).toEqual([]);
  });

  test('slow takes its time', async () => {
    await fault({ kind: 'slow', delayMilliseconds: 200 });
    const started = Date.now();
    await send();
    expect(Date.now() - started).toBeGreaterThanOrEqual(200);
    expect(await listed()).toHaveLength(1);
  });

  test('an unknown fault is refused', async () => {
    expect((await fault({ kind: 'sulk' })).status).toBe(400);
  });
});
