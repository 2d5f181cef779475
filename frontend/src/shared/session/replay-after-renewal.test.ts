import { describe, expect, jest, test } from '@jest/globals';
import { type Renewal, replayAfterRenewal } from './replay-after-renewal.ts';
import { singleFlight } from './single-flight.ts';

type Answer = { data?: string; error?: { code: string } };

/** A server that accepts one token, and a browser that holds another. */
function aSession({ held = 'old' as string | undefined, accepted = 'new', renewal = 'renewed' as Renewal } = {}) {
  const session = {
    held,
    send: jest.fn(async (token: string | undefined): Promise<Answer> => {
      return token === accepted ? { data: 'answer' } : { error: { code: 'session.invalid' } };
    }),
    refresh: jest.fn(async (): Promise<Renewal> => {
      await Promise.resolve();
      if (renewal === 'renewed') session.held = accepted;
      if (renewal === 'ended') session.held = undefined;
      return renewal;
    }),
    request: () => replayAfterRenewal({ currentToken: () => session.held, send: session.send, renew }),
  };
  const renew = singleFlight(session.refresh);
  return session;
}

describe('a request whose token has run out', () => {
  test('is sent again with the new token', async () => {
    const session = aSession();
    expect(await session.request()).toEqual({ data: 'answer' });
    expect(session.send.mock.calls).toEqual([['old'], ['new']]);
  });

  test('renews once for any number of requests', async () => {
    const session = aSession();
    const answers = await Promise.all(Array.from({ length: 20 }, () => session.request()));
    expect(answers.every(({ data }) => data === 'answer')).toBe(true);
    expect(session.refresh).toHaveBeenCalledTimes(1);
  });

  test('does not renew again when another request did while it was on its way', async () => {
    const session = aSession();
    session.send.mockImplementationOnce(async () => {
      session.held = 'new';
      return { error: { code: 'session.invalid' } };
    });
    expect(await session.request()).toEqual({ data: 'answer' });
    expect(session.refresh).not.toHaveBeenCalled();
  });

  test.each<Renewal>(['ended', 'unknown'])('keeps its problem when the renewal is %s', async (renewal) => {
    const session = aSession({ renewal });
    expect(await session.request()).toEqual({ error: { code: 'session.invalid' } });
    expect(session.send).toHaveBeenCalledTimes(1);
  });

  test('is sent twice at most', async () => {
    const session = aSession();
    session.send.mockImplementation(async () => ({ error: { code: 'session.invalid' } }));
    expect(await session.request()).toEqual({ error: { code: 'session.invalid' } });
    expect(session.send).toHaveBeenCalledTimes(2);
  });

  test('does not bring back a session that was ended meanwhile', async () => {
    const session = aSession();
    session.send.mockImplementationOnce(async () => {
      session.held = undefined;
      return { error: { code: 'session.invalid' } };
    });
    await session.request();
    expect(session.refresh).not.toHaveBeenCalled();
  });

  test('is left alone when it fails for another reason', async () => {
    const session = aSession({ held: 'new' });
    session.send.mockResolvedValueOnce({ error: { code: 'course.not-found' } });
    await session.request();
    expect(session.refresh).not.toHaveBeenCalled();
  });

  test('renews again when the next token has run out too', async () => {
    const session = aSession();
    await session.request();
    session.held = 'old';
    await session.request();
    expect(session.refresh).toHaveBeenCalledTimes(2);
  });
});
