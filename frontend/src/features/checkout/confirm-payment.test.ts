import { describe, expect, jest, test } from '@jest/globals';
import type { ApiProblem } from '../../shared/api/api-problem.ts';
import { confirmPayment } from './confirm-payment.ts';

/** Verifies with one answer after the other, the last one for good. */
function confirm(...answers: (ApiProblem['code'] | 'paid')[]) {
  const verify = jest.fn(async (): Promise<ApiProblem | undefined> => {
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    return answer === undefined || answer === 'paid' ? undefined : { code: answer };
  });
  return { verify, confirmation: confirmPayment(verify, async () => {}) };
}

describe('confirming a payment', () => {
  test('is done when the order is paid', async () => {
    const { verify, confirmation } = confirm('paid');
    expect(await confirmation).toBe('paid');
    expect(verify).toHaveBeenCalledTimes(1);
  });

  test('asks again for an answer that was lost', async () => {
    const { verify, confirmation } = confirm('network.unreachable', 'service.unavailable', 'paid');
    expect(await confirmation).toBe('paid');
    expect(verify).toHaveBeenCalledTimes(3);
  });

  test('leaves it to the order when no answer comes', async () => {
    const { verify, confirmation } = confirm('network.unreachable');
    expect(await confirmation).toBe('pending');
    expect(verify).toHaveBeenCalledTimes(3);
  });

  test.each<ApiProblem['code']>(['payment.not-captured', 'session.invalid', 'rate.limited'])(
    'leaves it to the order when the answer is %s',
    async (code) => {
      const { verify, confirmation } = confirm(code);
      expect(await confirmation).toBe('pending');
      expect(verify).toHaveBeenCalledTimes(1);
    },
  );

  test.each<ApiProblem['code']>(['payment.signature-invalid', 'request.invalid', 'order.not-found'])(
    'is refused for %s',
    async (code) => {
      expect(await confirm(code).confirmation).toBe('refused');
    },
  );
});
