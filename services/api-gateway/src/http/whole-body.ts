import type { RouteDefinition } from '@studynotion/contracts';
import { BODY_LENGTH_HEADER } from '@studynotion/service-kit';
import type { Dispatcher } from 'undici';

/**
 * The body of a service's answer as it comes, to its true end.
 * @throws TypeError in place of the end where there is less than the service said, or nothing where the contract has a
 *   body: a sidecar whose peer died ends the answer as if it were whole, or makes an empty 200 of it
 */
export async function* wholeBody(
  route: RouteDefinition,
  { statusCode, headers, body }: Pick<Dispatcher.ResponseData, 'statusCode' | 'headers' | 'body'>,
): AsyncGenerator<Buffer> {
  let length = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    length += chunk.length;
    yield chunk;
  }
  const said = headers[BODY_LENGTH_HEADER];
  const isCutOff = said === undefined ? length === 0 && hasBody(route, statusCode) : length !== Number(said);
  if (isCutOff) throw new TypeError(`the answer ends after ${length} of ${said ?? 'some'} bytes`);
}

/** Problems have one, and all answers but those of which the contract says that they are empty. */
function hasBody({ answers }: RouteDefinition, statusCode: number): boolean {
  return answers[statusCode]?.safeParse(undefined).success !== true;
}
