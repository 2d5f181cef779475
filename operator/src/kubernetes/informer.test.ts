import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { type FakeKubernetesApi, failures, fakeKubernetesApi } from '../testing/fake-kubernetes-api.ts';
import { customKind } from '../testing/structure.ts';
import { settled, TestClock } from '../testing/test-clock.ts';
import { Informer, type InformerOptions } from './informer.ts';
import { ApiError, type KubernetesObject, referenceOf } from './kubernetes-api.ts';

const selection = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'studynotion', labelSelector: 'app=one' };

function configMap(name: string, value = '1', app = 'one'): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: 'studynotion', labels: { app } },
    data: { value },
  };
}

let clock: TestClock;
let api: FakeKubernetesApi;
let told: string[];
let informers: Informer[];
beforeEach(() => {
  clock = new TestClock();
  api = fakeKubernetesApi({ clock });
  told = [];
  informers = [];
});
afterEach(async () => {
  api.mend();
  await Promise.all(informers.map((informer) => informer.stop()));
  expect(clock.sleepers).toBe(0);
  expect(api.watches).toBe(0);
});

function begin(options: Partial<InformerOptions> = {}): Informer {
  const informer = new Informer({
    ...{ api, selection, clock, logger: pino({ enabled: false }), random: () => 0 },
    onChange: ({ metadata }) => void told.push(metadata.name),
    ...options,
  });
  informers.push(informer);
  return informer;
}

/** What was told since the last look. */
const news = () => told.splice(0);
const values = (informer: Informer) =>
  Object.fromEntries(informer.list().map(({ metadata, data }) => [metadata.name, (data as { value: string }).value]));
const edit = (name: string, value: string) =>
  api.edit(referenceOf(configMap(name)), (draft) => Object.assign(draft.data as object, { value }));

describe('an informer', () => {
  test('tells what is there, and then every change', async () => {
    api.add(configMap('a'));
    api.add(configMap('other', '1', 'two'));
    const informer = begin();
    await informer.synced;
    expect(news()).toEqual(['a']);
    api.add(configMap('b'));
    edit('a', '2');
    await settled();
    expect(news()).toEqual(['b', 'a']);
    api.remove(referenceOf(configMap('b')));
    await settled();
    expect(news()).toEqual(['b']);
    expect(values(informer)).toEqual({ a: '2' });
  });

  test('tells that an object has left the selection', async () => {
    api.add(configMap('a'));
    const informer = begin();
    await settled();
    news();
    api.edit(referenceOf(configMap('a')), (draft) => Object.assign(draft.metadata, { labels: { app: 'two' } }));
    await settled();
    expect(news()).toEqual(['a']);
    expect(informer.list()).toEqual([]);
  });

  test.each<[string, () => void]>([
    ['is ended by the server', () => api.endWatches()],
    ['breaks off', () => api.endWatches(failures.noAnswer())],
    [
      'breaks off and the next ones are refused',
      () => {
        api.inject({ verbs: ['watch', 'list'], times: 4, fails: failures.unavailable() });
        api.endWatches(failures.noAnswer());
      },
    ],
    [
      'is told that its version is too old',
      () => {
        api.endWatches(new ApiError(410, 'Expired', 'too old resource version'));
      },
    ],
    ['is silent', () => api.silenceWatches()],
    [
      'ends while the past is forgotten',
      () => {
        edit('a', '2');
        api.endWatches();
        api.compact();
      },
    ],
  ])('knows all that happened when a watch %s', async (_what, trouble) => {
    api.add(configMap('a'));
    api.add(configMap('b'));
    const informer = begin();
    await settled();
    news();
    trouble();
    edit('a', '3');
    api.remove(referenceOf(configMap('b')));
    api.add(configMap('c'));
    await clock.advance(200);
    expect(values(informer)).toEqual({ a: '3', c: '1' });
    expect(new Set(news())).toEqual(new Set(['a', 'b', 'c']));
    expect(informer.problem).toBeUndefined();
    edit('c', '2');
    await settled();
    expect(news()).toEqual(['c']);
  });

  test('goes on from the version of a bookmark when what was before is forgotten', async () => {
    begin();
    await settled();
    api.add(configMap('elsewhere', '1', 'two'));
    api.sendBookmarks();
    await settled();
    api.compact();
    api.endWatches();
    await clock.advance(1);
    expect(api.calls.filter(({ verb }) => verb === 'list')).toHaveLength(1);
    expect(api.watches).toBe(1);
  });

  test('waits longer each time while the server is away', async () => {
    api.inject({ verbs: ['list'], times: 5, fails: failures.noAnswer() });
    const informer = begin({ firstMilliseconds: 1000, longestMilliseconds: 4000 });
    const lists: number[] = [];
    for (let second = 0; second < 20; second++) {
      await clock.advance(1);
      lists.push(api.calls.filter(({ verb }) => verb === 'list').length);
    }
    expect(lists.slice(0, 16)).toEqual([2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 6, 6]);
    expect(informer.isSynced).toBe(true);
  });

  test('does not hammer a server that ends every watch at once', async () => {
    let watches = 0;
    const watch = async function* (_selection: unknown, _version: string, signal: AbortSignal) {
      if (++watches > 100) await new Promise((resolve) => signal.addEventListener('abort', resolve));
    };
    begin({ api: { ...api.as(''), watch } });
    await clock.advance(120);
    expect(watches).toBeLessThan(15);
  });

  test('says what is wrong while it may not list, and is not synced', async () => {
    api.inject({ verbs: ['list'], times: 3, fails: failures.forbidden() });
    const informer = begin();
    await settled();
    expect(informer.problem).toMatchObject({ status: 403 });
    expect(informer.isSynced).toBe(false);
    await clock.advance(10);
    expect(informer.problem).toBeUndefined();
    expect(informer.isSynced).toBe(true);
  });

  test('has nothing of a kind that is not installed, says so, and finds it when it is', async () => {
    const component = { apiVersion: 'dapr.io/v1alpha1', kind: 'Component', namespace: 'studynotion' };
    api.setKind(component.apiVersion, component.kind, undefined);
    const informer = begin({ selection: component });
    await informer.synced;
    expect(informer.problem).toMatchObject({ reason: 'NoKindMatch' });
    api.setKind(component.apiVersion, component.kind, customKind());
    api.add({ ...component, metadata: { name: 'pubsub', namespace: 'studynotion' }, spec: {} });
    await clock.advance(31);
    expect(informer.list()).toHaveLength(1);
    expect(informer.problem).toBeUndefined();
  });

  test('says once, and not again and again, that a kind is not installed', async () => {
    const lines: string[] = [];
    const logger = pino({ level: 'info' }, { write: (line) => void lines.push(line) });
    api.setKind(selection.apiVersion, selection.kind, undefined);
    begin({ logger });
    await clock.advance(300);
    expect(lines).toHaveLength(1);
  });

  test('shows all objects again now and then', async () => {
    api.add(configMap('a'));
    api.add(configMap('b'));
    begin({ resyncSeconds: 60 });
    await settled();
    news();
    await clock.advance(130);
    expect(news()).toEqual(['a', 'b', 'a', 'b']);
  });

  test('goes on when a listener fails', async () => {
    const informer = begin({
      onChange: () => {
        throw new Error('a listener failed');
      },
    });
    await settled();
    api.add(configMap('a'));
    api.add(configMap('b'));
    await settled();
    expect(Object.keys(values(informer))).toEqual(['a', 'b']);
  });

  test('is quiet once it is stopped', async () => {
    const informer = begin();
    await informer.stop();
    api.add(configMap('a'));
    await clock.advance(400);
    expect(news()).toEqual([]);
  });
});
