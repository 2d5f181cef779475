import { createPrivateKey } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { apps, secrets as table } from '@studynotion/platform';
import { type Installation, makeFolders, within } from './installation.ts';
import { addressesOf, prepareSecrets, writeSecretFiles } from './secrets.ts';

let installation: Installation;

beforeEach(() => {
  installation = { instance: 'test', portOffset: 100, folder: mkdtempSync(join(tmpdir(), 'studynotion-secrets-')) };
  makeFolders(installation);
});

afterEach(() => rmSync(installation.folder, { recursive: true }));

const masterFile = () => within(installation, 'secrets', 'installation.json');
const read = (file: string) => JSON.parse(readFileSync(file, 'utf8'));

describe('the secrets of an installation', () => {
  test('are made once and stay the same', () => {
    const first = prepareSecrets(installation);
    expect(prepareSecrets(installation)).toEqual(first);
  });

  test('are added when missing, and what is there is never overwritten', () => {
    const first = prepareSecrets(installation);
    const master = read(masterFile());
    delete master.secrets['code-hash-key'];
    delete master.tokens['payment-service'];
    master.secrets['refresh-token-key'] = 'of the owner';
    writeFileSync(masterFile(), JSON.stringify(master));

    const second = prepareSecrets(installation);
    expect(second.values['code-hash-key']).toHaveLength(43);
    expect(second.values['code-hash-key']).not.toBe(first.values['code-hash-key']);
    expect(second.tokens['payment-service']).toBeDefined();
    expect(second.values).toMatchObject({
      'refresh-token-key': 'of the owner',
      'access-token-key': first.values['access-token-key'],
    });
  });

  test('differ between installations', () => {
    const one = prepareSecrets(installation);
    rmSync(masterFile());
    const other = prepareSecrets(installation);
    for (const name of Object.keys(one.values)) expect(other.values[name]).not.toBe(one.values[name]);
  });

  test('are for their owner only', () => {
    writeSecretFiles(installation, prepareSecrets(installation), addressesOf(installation, 'mongodb://127.0.0.1:1'));
    for (const name of ['installation', 'auth-service', 'payment-service'])
      expect(statSync(within(installation, 'secrets', `${name}.json`)).mode & 0o777).toBe(0o600);
  });

  test('a damaged file is reported and kept', () => {
    writeFileSync(masterFile(), '{"secrets":');
    expect(() => prepareSecrets(installation)).toThrow(/installation\.json cannot be read as JSON/);
    expect(readFileSync(masterFile(), 'utf8')).toBe('{"secrets":');
  });

  test('have the forms that the table asks for', () => {
    const { values, accounts } = prepareSecrets(installation);
    expect(createPrivateKey(values['access-token-key'] ?? '').asymmetricKeyDetails?.modulusLength).toBe(2048);
    expect(values['razorpay-key-id']).toMatch(/^rzp_test_[A-Za-z0-9]{14}$/);
    expect(accounts.map(({ role }) => role)).toEqual(['administrator', 'instructor', 'student']);
    expect(new Set(accounts.map(({ password }) => password)).size).toBe(3);
    for (const { password } of accounts) expect(password.length).toBeGreaterThanOrEqual(12);
  });
});

describe('the secrets file of an app', () => {
  test('holds one secret named after the app, with exactly the keys the table gives it', () => {
    writeSecretFiles(installation, prepareSecrets(installation), addressesOf(installation, 'mongodb://127.0.0.1:1'));
    for (const app of apps.filter(({ secrets }) => secrets.length > 0)) {
      const content = read(within(installation, 'secrets', `${app.id}.json`));
      expect(Object.keys(content)).toEqual([app.id]);
      expect(Object.keys(content[app.id])).toEqual(app.secrets);
    }
  });

  test('has the addresses of this installation', () => {
    writeSecretFiles(installation, prepareSecrets(installation), addressesOf(installation, 'mongodb://127.0.0.1:1'));
    const content = read(within(installation, 'secrets', 'notification-service.json'))['notification-service'];
    expect(content).toMatchObject({ 'mongodb-uri': 'mongodb://127.0.0.1:1', 'smtp-url': 'smtp://127.0.0.1:3521' });
  });

  test('leaves no secret of the table unmade', () => {
    const values = { ...prepareSecrets(installation).values, ...addressesOf(installation, 'mongodb://127.0.0.1:1') };
    expect(Object.keys(values).sort()).toEqual(table.map(({ name }) => name).sort());
  });
});
