import { createPrivateKey, X509Certificate } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { requiredSecrets } from '@studynotion/cdk8s';
import { apps, sandboxSecrets } from '@studynotion/platform';
import type { KubernetesApi } from '../kubernetes/kubernetes-api.ts';
import { environmentOf } from '../resource/environment-of.ts';
import { readStudyNotion } from '../resource/study-notion.ts';
import { type FakeKubernetesApi, failures, fakeKubernetesApi } from '../testing/fake-kubernetes-api.ts';
import { providers, storedStudyNotion } from '../testing/resource-examples.ts';
import { keepSecrets } from './keep-secrets.ts';
import { valuesOf } from './stored-secret.ts';

const namespace = 'studynotion';
const development = { development: true };
const production = { providers };
const NOW = new Date('2026-03-01T00:00:00Z');

function reference(name: string) {
  return { apiVersion: 'v1', kind: 'Secret', namespace, name };
}

function keep(api: KubernetesApi, spec: object, now = NOW) {
  const resource = readStudyNotion(storedStudyNotion(spec));
  return keepSecrets(api, resource, environmentOf(resource), { now: () => now });
}

function secretNames(spec: object) {
  return requiredSecrets(environmentOf(readStudyNotion(storedStudyNotion(spec))));
}

/** A Secret as a user makes it. */
function give(api: FakeKubernetesApi, name: string, stringData: Record<string, string>, type = 'Opaque'): void {
  api.add({ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, type, stringData });
}

function giveProviders(api: FakeKubernetesApi): void {
  give(api, 'razorpay', { 'key-id': 'rzp_live_1', 'key-secret': 'r-secret', 'webhook-secret': 'r-webhook' });
  give(api, 'cloudinary', { 'api-key': '42', 'api-secret': 'c-secret' });
  give(api, 'mail', { url: 'smtps://learn:m-secret@smtp.example:465\n' });
}

function giveCertificate(api: FakeKubernetesApi): void {
  give(api, 'studynotion-tls', { 'tls.crt': 'certificate', 'tls.key': 'key' }, 'kubernetes.io/tls');
}

function values(api: FakeKubernetesApi, name: string): Readonly<Record<string, string>> {
  const object = api.peek(reference(name));
  return object === undefined ? {} : valuesOf(object);
}

function change(api: FakeKubernetesApi, name: string, edits: Record<string, string | undefined>): void {
  api.edit(reference(name), (draft) => {
    const data = { ...(draft.data as Record<string, string>) };
    for (const [key, value] of Object.entries(edits))
      if (value === undefined) delete data[key];
      else data[key] = Buffer.from(value).toString('base64');
    draft.data = data;
  });
}

function everyValue(api: FakeKubernetesApi): Record<string, Readonly<Record<string, string>>> {
  return Object.fromEntries(api.everything().map((object) => [object.metadata.name, valuesOf(object)]));
}

describe('the Secrets of an installation', () => {
  test.each([
    ['in development', development],
    ['with DocumentDB', { ...development, database: { engine: 'DocumentDB' } }],
    ['with a database for each service', { ...development, database: { mode: 'Dedicated' } }],
    ['with RabbitMQ', { ...development, broker: { type: 'RabbitMQ' } }],
    ['with providers', production],
  ])('are all that the platform needs %s', async (_name, spec) => {
    const api = fakeKubernetesApi();
    giveProviders(api);
    if (spec === production) giveCertificate(api);
    expect((await keep(api, spec)).missing).toEqual([]);
    for (const { name, keys, type = 'Opaque' } of secretNames(spec)) {
      const empty = keys.filter((key) => !values(api, name)[key]);
      expect({ name, type: api.peek(reference(name))?.type, empty }).toEqual({ name, type, empty: [] });
    }
  });

  test('stay as they are when nothing changes', async () => {
    const api = fakeKubernetesApi();
    await keep(api, development);
    const before = api.everything();
    expect((await keep(api, development)).written).toEqual([]);
    expect(api.everything()).toEqual(before);
  });

  test('have one value for what several apps share', async () => {
    const api = fakeKubernetesApi();
    await keep(api, development);
    const seals = apps
      .filter(({ secrets }) => secrets.includes('event-seal-key'))
      .map(({ id }) => values(api, id)['event-seal-key']);
    expect(new Set(seals).size).toBe(1);
    const passwords = apps.map(({ id }) => values(api, `${id}-app-token`).token);
    expect(new Set(passwords).size).toBe(apps.length);
    for (const [variable, name] of Object.entries(sandboxSecrets))
      expect([values(api, 'payment-service')[name], values(api, 'media-service')[name]]).toContain(
        values(api, 'sandbox')[variable],
      );
  });

  test('are added when missing, and what is there is never overwritten', async () => {
    const api = fakeKubernetesApi();
    give(api, 'auth-service', { 'event-seal-key': 'of the owner', extra: 'stays' });
    await keep(api, development);
    expect(values(api, 'auth-service')).toMatchObject({ 'event-seal-key': 'of the owner', extra: 'stays' });
    expect(values(api, 'course-service')['event-seal-key']).toBe('of the owner');

    const before = everyValue(api);
    change(api, 'auth-service', { 'code-hash-key': undefined });
    api.remove(reference('payment-service-app-token'));
    expect((await keep(api, development)).written).toEqual(['payment-service-app-token', 'auth-service']);
    const after = everyValue(api);
    expect(after['auth-service']?.['code-hash-key']).toHaveLength(43);
    expect(after['auth-service']?.['code-hash-key']).not.toBe(before['auth-service']?.['code-hash-key']);
    const others = ({ 'auth-service': _, 'payment-service-app-token': __, ...rest }: typeof after) => rest;
    expect(others(after)).toEqual(others(before));
  });

  test('end up the same wherever the operator dies', async () => {
    const writes = (await keep(fakeKubernetesApi(), development)).written.length;
    for (const when of ['before', 'after'] as const)
      for (let survived = 0; survived < writes; survived += 5) {
        const api = fakeKubernetesApi();
        api.inject({ verbs: ['create'], times: survived });
        api.inject({ verbs: ['create'], when, fails: failures.noAnswer() });
        await expect(keep(api, development)).rejects.toMatchObject({ status: 0 });
        const before = everyValue(api);
        await keep(api, development);
        expect(everyValue(api)).toMatchObject(before);
        expect(new Set(apps.flatMap(({ id }) => values(api, id)['event-seal-key'] ?? [])).size).toBe(1);
      }
  });

  test('are the same for two operators at once', async () => {
    const api = fakeKubernetesApi({ pace: () => new Promise(setImmediate) });
    // As the work queue does: who loses too often in a row comes again.
    const insist = async (client: string): Promise<unknown> =>
      keep(api.as(client), development).catch((error) =>
        error.status === 409 ? insist(client) : Promise.reject(error),
      );
    await Promise.all(['one', 'two'].map(insist));
    expect(new Set(apps.flatMap(({ id }) => values(api, id)['event-seal-key'] ?? [])).size).toBe(1);
    const before = api.everything();
    expect((await keep(api, development)).written).toEqual([]);
    expect(api.everything()).toEqual(before);
  });

  test('are not made anew where the operator may not read them', async () => {
    const api = fakeKubernetesApi();
    await keep(api, development);
    const before = api.everything();
    api.inject({ verbs: ['get'], name: 'redis', fails: failures.forbidden() });
    await expect(keep(api, development)).rejects.toThrow(/may not read the Secrets redis, which it keeps/);
    expect(api.everything()).toEqual(before);
  });
});

describe("what follows the user's Secrets", () => {
  test('is copied, without what surrounds it, and follows', async () => {
    const api = fakeKubernetesApi();
    giveProviders(api);
    await keep(api, production);
    expect(values(api, 'payment-service')).toMatchObject({
      'razorpay-key-id': 'rzp_live_1',
      'razorpay-key-secret': 'r-secret',
      'razorpay-webhook-secret': 'r-webhook',
    });
    expect(values(api, 'media-service')).toMatchObject({ 'cloudinary-api-key': '42' });
    expect(values(api, 'notification-service')['smtp-url']).toBe('smtps://learn:m-secret@smtp.example:465');

    change(api, 'razorpay', { 'key-secret': 'rotated' });
    expect((await keep(api, production)).written).toEqual(['payment-service']);
    expect(values(api, 'payment-service')['razorpay-key-secret']).toBe('rotated');
  });

  test.each<[string, (api: FakeKubernetesApi) => void, object]>([
    [
      'is not there',
      (api) => api.remove(reference('mail')),
      {
        field: 'spec.providers.mail.secret',
        secret: 'mail',
        message: expect.stringMatching(/no Secret mail .*create/),
      },
    ],
    [
      'lacks a key',
      (api) => change(api, 'mail', { url: undefined }),
      { field: 'spec.providers.mail.secret', key: 'url', message: expect.stringMatching(/nothing under url.*add/) },
    ],
    ['is empty', (api) => change(api, 'mail', { url: ' \n' }), { key: 'url' }],
    [
      'holds no address',
      (api) => change(api, 'mail', { url: 'smtp.example' }),
      { key: 'url', message: expect.stringMatching(/no such address as smtps:/) },
    ],
    [
      'may not be read',
      (api) => api.inject({ verbs: ['get'], name: 'mail', fails: failures.forbidden() }),
      { secret: 'mail', message: expect.stringMatching(/may not read .* rbac\.secretNames/) },
    ],
  ])('keeps its last value when the Secret %s, which is said', async (_name, spoil, missing) => {
    const api = fakeKubernetesApi();
    giveProviders(api);
    giveCertificate(api);
    expect((await keep(api, production)).missing).toEqual([]);
    spoil(api);
    const kept = await keep(api, production);
    expect(kept.missing).toEqual([expect.objectContaining(missing)]);
    expect(kept.written).toEqual([]);
    expect(values(api, 'notification-service')['smtp-url']).toBe('smtps://learn:m-secret@smtp.example:465');
  });

  test('is all that is missing at first, each thing once', async () => {
    const api = fakeKubernetesApi();
    const { missing } = await keep(api, { ...production, database: { mode: 'External', secret: 'database' } });
    expect(missing.map(({ field, secret }) => [field, secret])).toEqual([
      ['spec.database.secret', 'database'],
      ['spec.providers.razorpay.secret', 'razorpay'],
      ['spec.providers.mail.secret', 'mail'],
      ['spec.providers.cloudinary.secret', 'cloudinary'],
      ['spec.tlsSecret', 'studynotion-tls'],
    ]);
    expect(values(api, 'payment-service')).not.toHaveProperty('razorpay-key-id');
  });

  test('replaces what was made for a stand-in, and is forgotten when one comes back', async () => {
    const api = fakeKubernetesApi();
    giveProviders(api);
    await keep(api, development);
    const made = values(api, 'payment-service')['razorpay-key-secret'];
    await keep(api, { ...development, providers: { razorpay: providers.razorpay } });
    expect(values(api, 'payment-service')['razorpay-key-secret']).toBe('r-secret');
    expect(values(api, 'sandbox').RAZORPAY_KEY_SECRET).toBe(made);
    await keep(api, development);
    expect(values(api, 'payment-service')['razorpay-key-secret']).toBe(made);
    expect(JSON.stringify(values(api, 'sandbox'))).not.toContain('r-secret');
  });

  test('is unknown to the stand-in that takes its place', async () => {
    const api = fakeKubernetesApi();
    giveProviders(api);
    giveCertificate(api);
    await keep(api, production);
    await keep(api, development);
    const { 'razorpay-key-secret': made, 'razorpay-key-id': id } = values(api, 'payment-service');
    expect([made, id]).toEqual([expect.stringMatching(/^[\w-]{32}$/), expect.stringMatching(/^rzp_test_/)]);
    expect(values(api, 'sandbox').RAZORPAY_KEY_SECRET).toBe(made);
    expect(values(api, 'notification-service')['smtp-url']).toBe('smtp://sandbox:3421');
  });

  test('also is the Secret to pull images with, which only has to be there', async () => {
    const api = fakeKubernetesApi();
    const spec = { ...development, imagePullSecret: 'registry' };
    expect((await keep(api, spec)).missing.map(({ field }) => field)).toEqual(['spec.imagePullSecret']);
    give(api, 'registry', {});
    expect((await keep(api, spec)).missing).toEqual([]);
  });
});

describe('addresses', () => {
  const addressOf = async (database: object, app = 'auth-service') => {
    const api = fakeKubernetesApi();
    give(api, 'mongodb', { password: 'p@ss' });
    give(api, 'outside', { uri: 'mongodb+srv://all.example', 'auth-service': 'mongodb://own.example' });
    await keep(api, { ...development, database });
    return { address: values(api, app)['mongodb-uri'], api };
  };

  test('of the database go by its mode', async () => {
    expect((await addressOf({})).address).toBe('mongodb://studynotion:p%40ss@mongodb:27017/?authSource=admin');
    expect((await addressOf({ engine: 'DocumentDB' })).address).toBe('mongodb://mongodb:27017');
    const { address, api } = await addressOf({ mode: 'Dedicated' });
    const { password = '' } = values(api, 'mongodb-auth-service');
    expect(password).toHaveLength(32);
    expect(address).toBe(`mongodb://studynotion:${password}@mongodb-auth-service:27017/?authSource=admin`);
  });

  test("of a database outside are each app's own, else that of all", async () => {
    const external = { mode: 'External', secret: 'outside' };
    expect((await addressOf(external)).address).toBe('mongodb://own.example');
    expect((await addressOf(external, 'course-service')).address).toBe('mongodb+srv://all.example');
  });

  test('of the broker go by its type', async () => {
    const api = fakeKubernetesApi();
    await keep(api, { ...development, broker: { type: 'RabbitMQ' } });
    const { username, password, url } = values(api, 'rabbitmq');
    expect(url).toBe(`amqp://${username}:${password}@rabbitmq:5672`);

    const other = fakeKubernetesApi();
    give(other, 'broker', { url: 'amqps://learn:secret@rabbitmq.example:5671' });
    await keep(other, { ...development, broker: { type: 'External', secret: 'broker' } });
    expect(values(other, 'rabbitmq')).toEqual({ url: 'amqps://learn:secret@rabbitmq.example:5671' });
  });
});

describe('owners', () => {
  const ownersOf = (api: FakeKubernetesApi, name: string) =>
    (api.peek(reference(name))?.metadata.ownerReferences ?? []).map(({ kind, uid }) => [kind, uid]);

  test('are there only when the data are to go with the resource', async () => {
    const api = fakeKubernetesApi();
    const { metadata, spec } = storedStudyNotion(development);
    const { uid } = api.add({
      apiVersion: 'platform.studynotion.dev/v1alpha1',
      kind: 'StudyNotion',
      metadata: { ...metadata, uid: undefined, resourceVersion: undefined },
      spec,
    }).metadata;
    const keepAs = (dataOnDeletion: string) => {
      const resource = readStudyNotion(storedStudyNotion({ ...development, dataOnDeletion }, { uid }));
      return keepSecrets(api, resource, environmentOf(resource), { now: () => NOW });
    };
    await keepAs('Keep');
    expect(ownersOf(api, 'redis')).toEqual([]);
    await keepAs('Delete');
    for (const name of ['redis', 'studynotion-tls', 'studynotion-authority'])
      expect(ownersOf(api, name)).toEqual([['StudyNotion', uid]]);
    expect((await keepAs('Delete')).written).toEqual([]);
    await keepAs('Keep');
    expect(ownersOf(api, 'redis')).toEqual([]);
  });

  test('and labels of Secrets that somebody else made stay as they are', async () => {
    const api = fakeKubernetesApi();
    give(api, 'auth-service', { 'event-seal-key': 'of the owner' });
    await keep(api, { ...development, dataOnDeletion: 'Delete' });
    expect(api.peek(reference('auth-service'))?.metadata.labels).toBeUndefined();
    expect(ownersOf(api, 'auth-service')).toEqual([]);
  });
});

describe('the certificate', () => {
  const certificateOf = (api: FakeKubernetesApi, name = 'studynotion-tls') =>
    new X509Certificate(values(api, name)['tls.crt'] ?? '');

  test("is the user's, and its absence is said", async () => {
    const api = fakeKubernetesApi();
    giveProviders(api);
    const { missing } = await keep(api, production);
    expect(missing).toEqual([
      expect.objectContaining({
        field: 'spec.tlsSecret',
        message: expect.stringMatching(/certificate of learn\.example/),
      }),
    ]);
    expect(api.peek(reference('studynotion-tls'))).toBeUndefined();
  });

  test('of development is signed by an authority of its own, for all names', async () => {
    const api = fakeKubernetesApi();
    await keep(api, development, new Date());
    const certificate = certificateOf(api);
    const authority = certificateOf(api, 'studynotion-authority');
    expect(certificate.verify(authority.publicKey)).toBe(true);
    expect(certificate.checkPrivateKey(createPrivateKey(values(api, 'studynotion-tls')['tls.key'] ?? ''))).toBe(true);
    for (const host of ['learn.example', 'inbox.learn.example']) expect(certificate.checkHost(host)).toBe(host);
    expect(values(api, 'studynotion-tls')['ca.crt']).toBe(values(api, 'studynotion-authority')['tls.crt']);
  });

  test('of development is made anew for another name and before it ends, by the same authority', async () => {
    const api = fakeKubernetesApi();
    await keep(api, development, new Date());
    const authority = values(api, 'studynotion-authority');
    await keep(api, { ...development, host: 'other.example' }, new Date());
    expect(certificateOf(api).checkHost('other.example')).toBe('other.example');

    const end = certificateOf(api).validToDate.getTime();
    const days = (count: number) => new Date(end - count * 86_400_000);
    const other = { ...development, host: 'other.example' };
    expect((await keep(api, other, days(31))).written).toEqual([]);
    expect((await keep(api, other, days(29))).written).toEqual(['studynotion-tls']);
    expect(values(api, 'studynotion-authority')).toEqual(authority);
  });

  test('that the operator may not read is no reason to make another', async () => {
    const api = fakeKubernetesApi();
    await keep(api, development);
    const before = api.everything();
    api.inject({ verbs: ['get'], name: 'studynotion-tls', fails: failures.forbidden() });
    const { missing } = await keep(api, development);
    expect(missing).toEqual([expect.objectContaining({ field: 'spec.tlsSecret', secret: 'studynotion-tls' })]);
    expect(api.everything()).toEqual(before);
  });

  test('that a user gave for development stays', async () => {
    const api = fakeKubernetesApi();
    giveCertificate(api);
    await keep(api, development);
    expect(values(api, 'studynotion-tls')).toEqual({ 'tls.crt': 'certificate', 'tls.key': 'key' });
    expect(api.peek(reference('studynotion-authority'))).toBeUndefined();
  });
});
