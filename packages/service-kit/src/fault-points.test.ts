import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { faultPoints } from './fault-points.ts';

describe('a fault point', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'studynotion-fault-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const source = join(import.meta.dirname, 'fault-points.ts');
  const run = () =>
    spawnSync(process.execPath, [
      '--input-type=module-typescript',
      '--eval',
      `import { faultPoints } from ${JSON.stringify(source)};
       faultPoints(${JSON.stringify(folder)})('after-payment'); process.stdout.write('went on');`,
    ]);

  test('ends the process as a kill -9 does, once, and shows that it was reached', () => {
    writeFileSync(join(folder, 'after-payment'), '');
    const first = run();
    expect([first.signal, first.stdout.toString()]).toEqual(['SIGKILL', '']);
    expect(existsSync(join(folder, 'after-payment.reached'))).toBe(true);
    const second = run();
    expect([second.signal, second.stdout.toString()]).toEqual([null, 'went on']);
  });

  test('does nothing where no folder is set', () => {
    expect(() => faultPoints('')('after-payment')).not.toThrow();
    expect(() => faultPoints(undefined)('after-payment')).not.toThrow();
  });
});
