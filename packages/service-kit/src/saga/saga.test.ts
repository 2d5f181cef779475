import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { recordingLogger } from '../../test/recording-logger.ts';
import { ConflictError, LimitError, UnavailableError } from '../errors.ts';
import { Saga, type SagaProgress, type SagaStep, sagaBegun } from './saga.ts';

interface Order {
  readonly id: string;
  progress: SagaProgress;
}

class Crash extends Error {}

/** A saga of three steps over one order; effects are sets, as idempotent steps have them. */
function scene({ failAt, crashes = [] }: { failAt?: { step: string; error: Error }; crashes?: string[] } = {}) {
  const order: Order = { id: 'order', progress: sagaBegun };
  const done = new Set<string>();
  const log: string[] = [];
  const die = (place: string): void => {
    const index = crashes.indexOf(place);
    if (index < 0) return;
    crashes.splice(index, 1);
    throw new Crash(place);
  };
  const step = (name: string): SagaStep<Order> => ({
    name,
    do: async () => {
      if (failAt?.step === name) throw failAt.error;
      done.add(name);
      log.push(`do ${name}`);
      die(`after do ${name}`);
    },
    undo: async () => {
      done.delete(name);
      log.push(`undo ${name}`);
      die(`after undo ${name}`);
    },
  });
  const faultPoints: string[] = [];
  const { logger } = recordingLogger();
  const saga = new Saga<Order>({
    name: 'purchase',
    steps: [step('reserve'), step('charge'), step('enrol')],
    progressOf: ({ progress }) => progress,
    store: async (subject, from, to) => {
      if (JSON.stringify(order.progress) !== JSON.stringify(from)) return false;
      order.progress = to;
      die(`after store ${to.state} ${to.completed}`);
      return subject.id === order.id;
    },
    unfinished: async () => (['running', 'undoing'].includes(order.progress.state) ? [{ ...order }] : []),
    logger,
    faultPoint: (name) => faultPoints.push(name),
  });
  return {
    saga,
    order,
    done,
    log,
    faultPoints,
    healed: () => {
      failAt = undefined;
    },
  };
}

const allPlaces = [
  ...['reserve', 'charge', 'enrol'].flatMap((name) => [`after do ${name}`, `after undo ${name}`]),
  ...[1, 2].flatMap((count) => [`after store running ${count}`, `after store undoing ${count}`]),
  'after store done 3',
  'after store undone 0',
];

describe('a saga', () => {
  test('does its steps in order', async () => {
    const { saga, order, log } = scene();
    expect(await saga.advance(order)).toEqual({ state: 'done', completed: 3 });
    expect(log).toEqual(['do reserve', 'do charge', 'do enrol']);
  });

  test('undoes the steps before an impossible one, last first', async () => {
    const { saga, order, log, done } = scene({
      failAt: { step: 'enrol', error: new ConflictError('order.already-enrolled') },
    });
    expect(await saga.advance(order)).toEqual({ state: 'undone', completed: 0 });
    expect(log).toEqual(['do reserve', 'do charge', 'undo charge', 'undo reserve']);
    expect([...done]).toEqual([]);
  });

  test.each([
    ['an unavailable part', new UnavailableError('service.unavailable')],
    ['a part that asks for patience', new LimitError('rate.limited')],
    ['an error that nobody foresaw', new Error('no database')],
  ])('waits for the sweeper on %s and undoes nothing', async (_what, error) => {
    const { saga, order, log, healed } = scene({ failAt: { step: 'charge', error } });
    await expect(saga.advance(order)).rejects.toBe(error);
    expect(order.progress).toEqual({ state: 'running', completed: 1 });
    await saga.sweep(); // one that cannot go on yet is no failure of the sweep
    healed();
    await saga.sweep();
    expect(order.progress.state).toBe('done');
    expect(log).not.toContain('undo reserve');
  });

  test('that crashes anywhere, any number of times, is resumed to the same end', async () => {
    const crashes = fc.array(fc.constantFrom(...allPlaces), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(crashes, fc.boolean(), async (places, impossible) => {
        const failAt = impossible ? { step: 'enrol', error: new ConflictError('order.already-enrolled') } : undefined;
        const { saga, order, done } = scene({ failAt, crashes: [...places] });
        for (let life = 0; life <= places.length; life += 1) {
          try {
            await saga.advance({ ...order });
          } catch (error) {
            expect(error).toBeInstanceOf(Crash);
          }
        }
        expect(order.progress.state).toBe(impossible ? 'undone' : 'done');
        expect([...done]).toEqual(impossible ? [] : ['reserve', 'charge', 'enrol']);
      }),
      { numRuns: 300 },
    );
  });

  test('stops where somebody else went on in the meantime', async () => {
    const { saga, order, log } = scene();
    const stale = { ...order };
    await saga.advance(order);
    expect(await saga.advance(stale)).toEqual(sagaBegun);
    expect(log).toEqual(['do reserve', 'do charge', 'do enrol', 'do reserve']);
    expect(order.progress.state).toBe('done');
  });

  test('passes a fault point between each step and its record', async () => {
    const { saga, order, faultPoints } = scene();
    await saga.advance(order);
    expect(faultPoints).toEqual(['reserve', 'charge', 'enrol'].map((name) => `saga-before-store.purchase.${name}`));
  });
});
