import { describe, expect, test } from '@jest/globals';
import { Problem } from '@studynotion/contracts';
import { ApiClient } from '../support/api-client.ts';
import { portsOf } from '../support/ports-and-tokens.ts';
import { ask } from '../support/raw-http.ts';

/** Headers that the gateway passes on to services. */
const passedOn = ['accept', 'accept-language', 'content-type', 'cookie', 'user-agent', 'x-razorpay-event-id'];

async function refreshWith(line: string): Promise<string> {
  const { headers, body } = await ask(portsOf('api-gateway').app, {
    method: 'POST',
    target: '/api/v1/auth/refresh',
    headers: [`x-forwarded-for: ${new ApiClient().address}`, line],
  });
  expect(headers['content-type']).toMatch(/^application\/problem\+json/);
  return Problem.parse(JSON.parse(body)).code;
}

describe.each(passedOn)('%s', (name) => {
  /** A sidecar fails at bytes that are not UTF-8, for it passes headers on by gRPC. */
  test.each([
    ['Latin-1', 'M\xfcller'],
    ['bytes that are no text', '\xff\xfe\x80'],
    ['UTF-8', Buffer.from('Müller 🙂').toString('latin1')],
    ['half a character of UTF-8', Buffer.from('🙂').subarray(0, 2).toString('latin1')],
    ['a tab', 'a\tb'],
    ['nothing', ''],
  ])('with %s is no fault of ours', async (_what, value) => {
    expect(await refreshWith(`${name}: ${value}`)).toBe('session.invalid');
  });

  test('longer than a sidecar takes is refused', async () => {
    expect(await refreshWith(`${name}: ${'a'.repeat(9000)}`)).toBe('request.headers-too-large');
  });
});

test('no header that is passed on keeps others from what everybody may read', async () => {
  for (const name of passedOn) {
    const headers = [`x-forwarded-for: ${new ApiClient().address}`, `${name}: \xff`];
    expect((await ask(portsOf('api-gateway').app, { target: '/api/v1/courses', headers })).status).toBe(200);
  }
});
