import {
  getApiPage,
  getOpenApiDocument,
  getPlatformStatus,
  openApiDocument,
  PlatformStatus,
  type RouteDefinition,
} from '@studynotion/contracts';
import type { Clock, Sidecar } from '@studynotion/service-kit';
import { platformStatus } from '../domain/platform-status.ts';
import { API_PAGE_POLICY, apiPage } from './api-page.ts';
import { type SharedAnswer, sharedAnswer } from './shared-answer.ts';

type OwnAnswer = () => Promise<SharedAnswer>;

/**
 * What answers the gateway's own routes. They are shared reads like those of the catalogue, so that many who ask at
 * once cost one answer.
 * @throws TypeError where the table names a route of the gateway that nothing answers
 */
export function ownAnswers(
  routes: readonly RouteDefinition[],
  { sidecar, clock }: { sidecar: Sidecar; clock: Clock },
): ReadonlyMap<RouteDefinition, OwnAnswer> {
  // Relative to where the document was fetched: the gateway does not know under which names it is reached.
  const document = openApiDocument({ serverUrl: '/', routes });
  const answers = new Map<RouteDefinition, OwnAnswer>([
    [getPlatformStatus, async () => json(PlatformStatus.parse(await platformStatus(sidecar, clock)))],
    [getOpenApiDocument, once(() => json(document))],
    [getApiPage, once(() => page(apiPage(document)))],
  ]);
  for (const route of routes) {
    if (route.app === 'api-gateway' && !answers.has(route))
      throw new TypeError(`nothing answers ${route.method} ${route.path}`);
  }
  return answers;
}

/** What does not change while the process lives is made when somebody first asks. */
function once(make: OwnAnswer): OwnAnswer {
  let made: ReturnType<OwnAnswer> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

function json(body: unknown): Promise<SharedAnswer> {
  return sharedAnswer(200, { 'content-type': 'application/json; charset=utf-8' }, Buffer.from(JSON.stringify(body)));
}

function page(html: string): Promise<SharedAnswer> {
  const headers = { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': API_PAGE_POLICY };
  return sharedAnswer(200, headers, Buffer.from(html));
}
