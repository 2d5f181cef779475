import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { accountDeleted, accountRegistered, otpRequested } from '@studynotion/contracts';
import { CLAIM_SECONDS, connectDatabase, newId, systemClock } from '@studynotion/service-kit';
import type { Connection } from 'mongoose';
import { hashKey, mailEvents, sealKey } from './mail-events.ts';
import { MailServer } from './mail-server.ts';
import { ServiceProcess } from './service-process.ts';

/** Longer than a claim lasts. */
const AFTER_CLAIM = CLAIM_SECONDS + 1;

describe('a process that dies over a mail', () => {
  const server = new MailServer();
  const events = mailEvents(systemClock);
  const database = `test_notification_${newId()}`;
  const faultPointsFolder = mkdtempSync(join(tmpdir(), 'fault-points-'));
  const processes: ServiceProcess[] = [];
  let connection: Connection;
  let eventId: string;
  let address: string;

  beforeAll(async () => {
    await server.start();
    connection = await connectDatabase({ uri: process.env.MONGODB_URI ?? '', name: database });
  });
  afterAll(async () => {
    for (const started of processes) await started.stop();
    await connection.dropDatabase();
    await connection.close();
    await server.stop();
    rmSync(faultPointsFolder, { recursive: true });
  });
  beforeEach(() => {
    eventId = newId();
    address = `${eventId}@example.org`;
  });

  const start = async (aheadSeconds: number) => {
    const options = { database, smtpUrl: server.url, sealKey, hashKey, faultPointsFolder, aheadSeconds };
    const started = new ServiceProcess(options);
    processes.push(started);
    await started.start();
    return started;
  };
  const deliverTo = {
    welcome: (service: ServiceProcess) =>
      service.deliver(accountRegistered, events.accountRegistered(address), eventId),
    otp: (service: ServiceProcess) => service.deliver(otpRequested, events.otpRequested(address), eventId),
  };
  const logged = (template: string) =>
    connection.collection<{ _id: string }>('mails').findOne({ _id: `${template}:${eventId}` });

  /** Delivers to a process that dies at the fault point. */
  const dieAt = async (faultPoint: string, template: keyof typeof deliverTo) => {
    const service = await start(0);
    writeFileSync(join(faultPointsFolder, faultPoint), '');
    expect(await deliverTo[template](service)).toBeUndefined();
    expect(await service.ended()).toBe('SIGKILL');
    expect(existsSync(join(faultPointsFolder, `${faultPoint}.reached`))).toBe(true);
  };

  test.each(['welcome' as const, 'otp' as const])(
    'before it sends leaves the mail to the next one, once its claim is over: %s',
    async (template) => {
      await dieAt('mail-claimed', template);
      expect(server.sentTo(address)).toHaveLength(0);

      const early = await start(0);
      expect(await deliverTo[template](early)).toBe(500);
      expect(server.sentTo(address)).toHaveLength(0);

      const later = await start(AFTER_CLAIM);
      expect([await deliverTo[template](later), await deliverTo[template](later)]).toEqual([200, 200]);
      expect(server.sentTo(address)).toHaveLength(1);
      expect(await logged(template)).toMatchObject({ state: 'sent', attempts: 2 });
    },
  );

  test.each(['last-mail-sent', 'mail-log-erased'])(
    'in the middle of an erasure, at %s, leaves it to the next one, with one last mail and one receipt',
    async (faultPoint) => {
      const service = await start(0);
      const accountId = newId();
      const welcomed = { ...events.accountRegistered(address), aggregateId: accountId };
      expect(await service.deliver(accountRegistered, welcomed, eventId)).toBe(200);
      const deleted = events.accountDeleted(accountId, address);
      writeFileSync(join(faultPointsFolder, faultPoint), '');
      expect(await service.deliver(accountDeleted, deleted, newId())).toBeUndefined();
      expect(await service.ended()).toBe('SIGKILL');

      const next = await start(0);
      expect(await next.deliver(accountDeleted, deleted, newId())).toBe(200);
      expect(await next.deliver(accountDeleted, deleted, newId())).toBe(200);
      expect(server.sentTo(address).map(({ parsed }) => parsed.subject)).toEqual([
        'Welcome to StudyNotion',
        'Your StudyNotion account was deleted',
      ]);
      expect(JSON.stringify(await connection.collection('mails').find().toArray())).not.toContain(address);
      expect(
        await connection
          .collection<{ _id: string }>('erased_accounts')
          .countDocuments({ _id: accountId, erasedAt: { $exists: true } }),
      ).toBe(1);
    },
  );

  test('after the server took it, before that is stored: a welcome is marked as unknown and not sent again', async () => {
    await dieAt('mail-sent', 'welcome');
    expect(server.sentTo(address)).toHaveLength(1);

    const later = await start(AFTER_CLAIM);
    expect([await deliverTo.welcome(later), await deliverTo.welcome(later)]).toEqual([200, 200]);
    expect(server.sentTo(address)).toHaveLength(1);
    expect(await logged('welcome')).toMatchObject({ state: 'unknown' });
  });

  test('after the server took it, before that is stored: a code is sent again with the same Message-ID', async () => {
    await dieAt('mail-sent', 'otp');
    expect(server.sentTo(address)).toHaveLength(1);

    const later = await start(AFTER_CLAIM);
    expect([await deliverTo.otp(later), await deliverTo.otp(later)]).toEqual([200, 200]);
    const mails = server.sentTo(address);
    expect(mails).toHaveLength(2);
    expect(mails[0]?.parsed.messageId).toBe(mails[1]?.parsed.messageId);
    expect(await logged('otp')).toMatchObject({ state: 'sent' });
  });
});
