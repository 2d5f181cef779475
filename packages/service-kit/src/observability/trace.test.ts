import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { currentTrace, traceFrom, traceparent, withTrace } from './trace.ts';

const traceId = 'abcdef0123456789abcdef0123456789';

describe('trace context', () => {
  test('goes on with the same trace and a span of its own', () => {
    const trace = traceFrom(`00-${traceId}-00f067aa0ba902b7-01`);
    expect(trace).toEqual({ traceId, spanId: expect.stringMatching(/^[0-9a-f]{16}$/), sampled: true });
    expect(trace.spanId).not.toBe('00f067aa0ba902b7');
    expect(traceparent(trace)).toBe(`00-${traceId}-${trace.spanId}-01`);
  });

  test('begins anew where the header is malformed (W3C Trace Context, 3.2.2)', () => {
    const zeros = ['00-00000000000000000000000000000000-00f067aa0ba902b7-01', `00-${traceId}-0000000000000000-01`];
    const malformed = fc.oneof(fc.string(), fc.constantFrom(...zeros, `ff-${traceId}-00f067aa0ba902b7-01`));
    fc.assert(
      fc.property(malformed, (header) => {
        const trace = traceFrom(header);
        expect(trace.traceId).toMatch(/^[0-9a-f]{32}$/);
        expect(trace.traceId).not.toBe(traceId);
      }),
    );
  });

  test('reaches what runs within it, also after a wait, and nothing else', async () => {
    const trace = traceFrom(undefined);
    const inside = withTrace(trace, async () => {
      await new Promise((resolve) => setImmediate(resolve));
      return currentTrace();
    });
    expect(currentTrace()).toBeUndefined();
    expect(await inside).toEqual(trace);
  });
});
