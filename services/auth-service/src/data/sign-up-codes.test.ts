import { describe, expect, jest, test } from '@jest/globals';
import { StaleStateError } from '@studynotion/service-kit';
import { FakeSidecar, TestClock } from '@studynotion/service-kit/testing';
import { Registry } from 'prom-client';
import { authMetrics } from '../domain/metrics.ts';
import { SecretHash } from '../domain/secret-hash.ts';
import { SharedState } from './shared-state.ts';
import { SignUpCodes } from './sign-up-codes.ts';

const EMAIL = 'asha@example.com';

function setUp() {
  const clock = new TestClock();
  const sidecar = new FakeSidecar({ clock });
  const checks = authMetrics(new Registry()).codeChecks;
  const hash = new SecretHash('A'.repeat(43));
  return { clock, sidecar, codes: new SignUpCodes({ state: new SharedState(sidecar), hash, clock, checks }) };
}

describe('sign-up codes', () => {
  test('of many who use up a right code at once one succeeds', async () => {
    const { codes } = setUp();
    await codes.put(EMAIL, '123456');
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => codes.consume(EMAIL, '123456')));
    expect(outcomes.filter(Boolean)).toHaveLength(1);
  });

  test('all five tries may be right and one of them still uses the code up', async () => {
    const { codes } = setUp();
    await codes.put(EMAIL, '123456');
    for (let count = 1; count <= 5; count += 1) expect(await codes.check(EMAIL, '123456')).toBe(true);
    expect(await codes.check(EMAIL, '123456')).toBe(false);
    expect(await codes.consume(EMAIL, '123456')).toBe(true);
  });

  test('a try that cannot be counted is not compared', async () => {
    const { codes, sidecar } = setUp();
    await codes.put(EMAIL, '123456');
    jest.spyOn(sidecar, 'saveState').mockRejectedValue(new StaleStateError('somebody else, every time'));
    await expect(codes.check(EMAIL, '123456')).rejects.toMatchObject({ code: 'service.unavailable' });
  });

  test('taking a code back restores the one before, with the tries it has left', async () => {
    const { codes } = setUp();
    await codes.put(EMAIL, '111111');
    for (let count = 1; count <= 4; count += 1) await codes.check(EMAIL, '999999');
    const undo = await codes.put(EMAIL, '222222');
    await undo();
    expect(await codes.check(EMAIL, '111111')).toBe(true);
    expect(await codes.check(EMAIL, '111111')).toBe(false);
  });

  test('taking the first code back leaves none', async () => {
    const { codes } = setUp();
    await (await codes.put(EMAIL, '111111'))();
    expect(await codes.check(EMAIL, '111111')).toBe(false);
  });

  test('a code that was replaced meanwhile is not restored over its successor', async () => {
    const { codes } = setUp();
    const undo = await codes.put(EMAIL, '111111');
    await codes.put(EMAIL, '222222');
    await undo();
    expect(await codes.check(EMAIL, '222222')).toBe(true);
  });

  test('an address is one address in any spelling', async () => {
    const { codes } = setUp();
    await codes.put('Asha@Example.com', '123456');
    expect(await codes.check('ASHA@example.com', '123456')).toBe(true);
  });
});
