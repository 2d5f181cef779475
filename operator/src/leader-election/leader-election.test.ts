import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import type { ObjectReference } from '../kubernetes/kubernetes-api.ts';
import { type FakeKubernetesApi, failures, fakeKubernetesApi } from '../testing/fake-kubernetes-api.ts';
import { settled, TestClock } from '../testing/test-clock.ts';
import { electLeader, type LeaderElection } from './leader-election.ts';

const lease: ObjectReference = {
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  namespace: 'studynotion',
  name: 'studynotion-operator',
};

let clock: TestClock;
let api: FakeKubernetesApi;
let candidates: LeaderElection[];
beforeEach(() => {
  clock = new TestClock();
  api = fakeKubernetesApi({ clock });
  candidates = [];
});
afterEach(async () => {
  api.mend();
  const stopped = Promise.all(candidates.map((candidate) => candidate.stop()));
  await clock.advance(30);
  await stopped;
});

function candidate(identity: string, its = clock): LeaderElection {
  const election = electLeader({
    ...{ api: api.as(identity), clock: its, logger: pino({ enabled: false }), identity, random: () => 0 },
    ...{ namespace: lease.namespace, name: lease.name },
  });
  candidates.push(election);
  return election;
}

const holder = () => (api.peek(lease)?.spec as { holderIdentity?: string } | undefined)?.holderIdentity;
const leaders = (...elections: LeaderElection[]) => elections.map((election) => election.leads());

describe('leader election', () => {
  test('lets one of two lead, as long as it lives', async () => {
    const [one, two] = [candidate('one'), candidate('two')];
    await clock.advance(300);
    expect(leaders(one, two)).toEqual([true, false]);
    expect(await one.elected).toBe(true);
    expect(holder()).toBe('one');
  });

  test('writes times as the server wants them', async () => {
    candidate('one');
    await settled();
    expect(api.peek(lease)?.spec).toEqual({
      holderIdentity: 'one',
      leaseDurationSeconds: 15,
      acquireTime: '2026-01-01T00:00:00.000000Z',
      renewTime: '2026-01-01T00:00:00.000000Z',
      leaseTransitions: 0,
    });
  });

  test('lets another lead 15 s after it last heard of a leader that died, and not before', async () => {
    candidate('one');
    await clock.advance(1);
    api.inject({ client: 'one', times: Number.POSITIVE_INFINITY, fails: failures.noAnswer() });
    const two = candidate('two');
    await clock.advance(14);
    expect(two.leads()).toBe(false);
    await clock.advance(3);
    expect(two.leads()).toBe(true);
    expect(api.peek(lease)?.spec).toMatchObject({ holderIdentity: 'two', leaseTransitions: 1 });
  });

  test('has the old leader stop before the new one begins, however calls fail or hang', async () => {
    for (const trouble of [{ fails: failures.noAnswer() }, { waits: new Promise(() => undefined) }]) {
      const [one, two] = [candidate('one'), candidate('two')];
      await clock.advance(20);
      const [leader, other] = one.leads() ? [one, two] : [two, one];
      const name = leader === one ? 'one' : 'two';
      api.inject({ client: name, times: Number.POSITIVE_INFINITY, ...trouble });
      for (let second = 0; second < 40; second++) {
        await clock.advance(1);
        expect(leaders(one, two)).not.toEqual([true, true]);
      }
      expect(leader.lost.aborted).toBe(true);
      expect(other.leads()).toBe(true);
      api.mend();
      await Promise.all([other.stop(), clock.advance(30)]);
    }
  });

  test('measures on its own clock: a date of the leader that is far off counts for nothing', async () => {
    const behind = new TestClock('2020-01-01T00:00:00Z');
    const one = candidate('one', behind);
    await settled();
    const two = candidate('two');
    for (let second = 0; second < 60; second++) await Promise.all([behind.advance(1), clock.advance(1)]);
    expect(leaders(one, two)).toEqual([true, false]);
  });

  test('says no at once in a process that stood still, before it has noticed anything else', async () => {
    const one = candidate('one');
    await clock.advance(5);
    clock.jump(60);
    expect(one.leads()).toBe(false);
    await clock.advance(1);
    expect(one.lost.aborted).toBe(true);
  });

  test('makes room when it is stopped, so that the next need not wait for the end of the lease', async () => {
    const one = candidate('one');
    await clock.advance(1);
    await one.stop();
    expect(holder()).toBe('');
    expect(one.lost.aborted).toBe(true);
    const two = candidate('two');
    await clock.advance(3);
    expect(two.leads()).toBe(true);
  });

  test('leaves the lease to another that has it when it is stopped', async () => {
    const one = candidate('one');
    await clock.advance(1);
    api.edit(lease, (draft) => Object.assign(draft.spec as object, { holderIdentity: 'two' }), 'two');
    await one.stop();
    expect(holder()).toBe('two');
  });

  test('steps down at once where the lease names another', async () => {
    const one = candidate('one');
    await clock.advance(1);
    api.edit(lease, (draft) => Object.assign(draft.spec as object, { holderIdentity: 'two' }), 'two');
    await clock.advance(3);
    expect(one.leads()).toBe(false);
    expect(one.lost.aborted).toBe(true);
  });

  test('has one of two that write at the same moment win', async () => {
    const [one, two] = [candidate('one'), candidate('two')];
    await settled();
    expect(leaders(one, two).filter(Boolean)).toHaveLength(1);
  });

  test('leads where the answer to its write was lost, when it has seen the lease', async () => {
    api.inject({ verbs: ['create'], when: 'after', fails: failures.noAnswer() });
    const one = candidate('one');
    await settled();
    expect(one.leads()).toBe(false);
    await clock.advance(3);
    expect(one.leads()).toBe(true);
  });

  test('says that it was not elected where it is stopped before', async () => {
    candidate('one');
    await clock.advance(1);
    const two = candidate('two');
    await settled();
    await two.stop();
    expect(await two.elected).toBe(false);
    expect(holder()).toBe('one');
  });
});
