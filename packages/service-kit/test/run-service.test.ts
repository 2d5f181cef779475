import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { freePort, waitUntil } from '@studynotion/platform/testing';

const main = fileURLToPath(new URL('run-service-main.ts', import.meta.url));
const tokens = { DAPR_API_TOKEN: 'to the sidecar', APP_API_TOKEN: 'to the app' };

async function run(environment: NodeJS.ProcessEnv) {
  const [appPort, operationsPort, daprHttpPort] = await Promise.all([freePort(), freePort(), freePort()]);
  const child = spawn(process.execPath, [main], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      APP_PORT: String(appPort),
      OPERATIONS_PORT: String(operationsPort),
      DAPR_HTTP_PORT: String(daprHttpPort),
      ...environment,
    },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, output }));
  return { child, ended, probes: `http://127.0.0.1:${operationsPort}` };
}

test.each(['SIGTERM', 'SIGINT'] as const)(
  'a service that still waits for its sidecar ends at once on %s',
  async (signal) => {
    const { child, ended, probes } = await run(tokens);
    await waitUntil('its probes', () =>
      fetch(`${probes}/healthz`).then(
        ({ ok }) => ok,
        () => false,
      ),
    );
    child.kill(signal);
    const { code, output } = await ended;
    expect(code).toBe(0);
    expect(output).toContain(`course-service stops on ${signal}`);
  },
);

test.each(Object.keys(tokens))('a service without %s does not start', async (name) => {
  const { ended } = await run({ ...tokens, [name]: '' });
  expect(await ended).toEqual({ code: 1, output: `course-service cannot start, ${name} must be set\n` });
});

test('a service whose environment is wrong says every mistake and does not start', async () => {
  const { ended } = await run({ ...tokens, LOG_LEVEL: 'loud', DRAIN_SECONDS: 'some' });
  const { code, output } = await ended;
  expect(code).toBe(1);
  expect(output).toContain('LOG_LEVEL: ');
  expect(output).toContain('DRAIN_SECONDS: ');
});
