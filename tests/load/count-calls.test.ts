import { expect, test } from '@jest/globals';
import { sumForRequests } from './count-calls.ts';

test('calls are summed over routes; jobs, topics, what begins by itself and other metrics are left out', () => {
  const metrics = [
    '# HELP calls_total What is counted',
    'calls_total{cause="GET /api/v1/courses",call="invoke",app="api-gateway"} 3',
    'calls_total{cause="PUT /api/v1/profile",call="invoke",app="api-gateway"} 4',
    'calls_total{cause="GET /internal/revocations",call="invoke",app="api-gateway"} 100',
    'calls_total{cause="job revocations",call="invoke",app="api-gateway"} 100',
    'calls_total{cause="studynotion.order.paid.v1",call="publish",app="payment-service"} 100',
    'other_calls_total{cause="GET /api/v1/courses",call="invoke",app="api-gateway"} 100',
  ].join('\n');
  expect(sumForRequests(metrics, 'calls_total')).toBe(7);
});
