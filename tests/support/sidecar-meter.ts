import { getPublicProfile } from '@studynotion/contracts';
import { waitUntil } from '@studynotion/platform/testing';
import { ApiClient } from './api-client.ts';
import { portsOf } from './ports-and-tokens.ts';
import { webhooksSettled } from './sandbox.ts';

/** Nobody's account, so that nothing is answered from a cache and nothing happens. */
const NOBODY = 'f'.repeat(24);

/**
 * Does something and counts what the gateway asked its sidecar for meanwhile, which is all it can reach of the platform.
 * One declared request closes the count: it must appear, and whatever was asked before it appears with it.
 * What the gateway asks by itself is left out: revoked sessions twice a second, and whether the sidecar is ready.
 */
export async function askedOfSidecar(work: () => Promise<void>): Promise<number> {
  await webhooksSettled(); // of tests before, which would be counted too
  const before = await requestsOfGateway();
  await work();
  await new ApiClient().refusal(getPublicProfile, { params: { accountId: NOBODY } });
  let asked = 0;
  await waitUntil('the request that closes the count', async () => {
    asked = (await requestsOfGateway()) - before;
    return asked >= 1;
  });
  return asked - 1;
}

async function requestsOfGateway(): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${portsOf('api-gateway').daprMetrics}/metrics`);
  const counts = (await answer.text()).matchAll(/^dapr_http_server_request_count\{(?<labels>.*)\} (?<count>\S+)$/gm);
  return [...counts]
    .filter(
      ({ groups }) => !/method="GET",path="(\/internal\/",status="200"|",status="204")/.test(groups?.labels ?? ''),
    )
    .reduce((sum, { groups }) => sum + Number(groups?.count), 0);
}
