import { afterEach, describe, expect, test } from '@jest/globals';
import { waitUntil } from '@studynotion/platform/testing';
import { pino } from 'pino';
import type { ObjectReference } from './kubernetes/kubernetes-api.ts';
import { systemClock } from './operations/clock.ts';
import { type Operator, startOperator } from './operator.ts';
import { isWorkload } from './reconcile/gates.ts';
import { failures } from './testing/fault.ts';
import { scene } from './testing/scene.ts';

const logger = pino({ level: 'silent' });
const running: Operator[] = [];

/** A cluster in which pods start by themselves, and operators that are told of changes. */
async function started(...names: readonly string[]) {
  const platform = await scene();
  const { cluster, namespace } = platform;
  const told: { applied: (client: string, kind: string) => void } = { applied: () => undefined };
  const startPodsAfter = (client: string) =>
    cluster.inject({
      ...{ client, verbs: ['apply'], dryRun: false, when: 'after', times: Number.POSITIVE_INFINITY },
      happens: ({ kind }) => {
        if (isWorkload({ kind })) platform.startPods();
        told.applied(client, kind);
      },
    });
  names.forEach(startPodsAfter);
  const operators = names.map((name) => {
    const operator = startOperator({
      ...{ api: cluster.as(name), clock: systemClock, logger, namespaces: [namespace], ownNamespace: namespace },
      identity: name,
    });
    running.push(operator);
    return operator;
  });
  const untilReady = () =>
    waitUntil('the platform', async () => (await platform.condition('Ready'))?.status === 'True', 60);
  /** Who changed objects of the platform. */
  const writers = (from = 0) =>
    new Set(
      cluster.calls
        .slice(from)
        .filter(({ wrote, kind, client }) => wrote === true && kind !== 'Lease' && names.includes(client))
        .map(({ client }) => client),
    );
  return { ...platform, told, startPodsAfter, operators, untilReady, writers };
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((operator) => operator.stop()));
});

const deployment: ObjectReference = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  namespace: 'studynotion',
  name: 'frontend',
};

describe('an operator', () => {
  test('makes the platform, with Secrets of its own, and repairs what is changed', async () => {
    const { cluster, untilReady, find } = await started('one');
    await untilReady();
    expect((await find('Secret', 'auth-service'))?.data).toHaveProperty('access-token-key');
    cluster.remove(deployment);
    await waitUntil('the deployment', async () => cluster.peek(deployment) !== undefined);
    await untilReady();
  });

  test('hears of changes again when all watches broke off', async () => {
    const { cluster, untilReady } = await started('one');
    await untilReady();
    cluster.compact();
    cluster.endWatches(failures.unavailable());
    cluster.remove(deployment);
    await waitUntil('the deployment', async () => cluster.peek(deployment) !== undefined, 30);
  });

  test('ends when it is told: what it began is whole, its turn is given up, nothing is written any more', async () => {
    const { cluster, operators, untilReady } = await started('one');
    await untilReady();
    await Promise.all(operators.map((operator) => operator.stop()));
    const lease = cluster.everything().find(({ kind }) => kind === 'Lease');
    expect((lease?.spec as { holderIdentity?: string } | undefined)?.holderIdentity).toBe('');
    const calls = cluster.calls.length;
    cluster.remove(deployment);
    expect(cluster.watches).toBe(0);
    expect(cluster.calls).toHaveLength(calls);
  });
});

describe('two operators', () => {
  test('take turns: one acts, and the other when the first one has stopped', async () => {
    const { cluster, operators, untilReady, writers } = await started('one', 'two');
    await untilReady();
    const [first] = [...writers()];
    expect(writers().size).toBe(1);
    const before = cluster.calls.length;
    await operators[first === 'one' ? 0 : 1]?.stop();
    cluster.remove(deployment);
    await waitUntil('the deployment', async () => cluster.peek(deployment) !== undefined, 30);
    expect([...writers(before)]).toEqual([first === 'one' ? 'two' : 'one']);
  });

  test('one is cut off in the middle of a roll-out: it stops, and the other goes on from there', async () => {
    const { cluster, told, startPodsAfter, operators, untilReady, change, status, writers } = await started(
      'one',
      'two',
    );
    await untilReady();
    const [first = ''] = [...writers()];
    told.applied = (client, kind) => {
      if (client !== first || kind !== 'Deployment') return;
      cluster.mend();
      startPodsAfter(first === 'one' ? 'two' : 'one');
      cluster.inject({ client: first, times: Number.POSITIVE_INFINITY, fails: failures.noAnswer() });
    };
    const before = cluster.calls.length;
    await change({ version: '1.2.4' });
    await waitUntil('the new version', async () => (await status())?.version === '1.2.4', 60);
    expect(operators[first === 'one' ? 0 : 1]?.lost.aborted).toBe(true);
    expect(writers(before)).toEqual(new Set(['one', 'two']));
  }, 90_000);
});
