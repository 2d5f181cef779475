import { BODY_LENGTH_HEADER } from '@studynotion/service-kit';
import type { Dispatcher } from 'undici';

/**
 * The body of a service's answer as it comes, to its true end.
 * @throws TypeError in place of the end where there is less than the service said; its sidecar ends it as if it were whole
 */
export async function* wholeBody({
  headers,
  body,
}: Pick<Dispatcher.ResponseData, 'headers' | 'body'>): AsyncGenerator<Buffer> {
  let length = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    length += chunk.length;
    yield chunk;
  }
  const said = headers[BODY_LENGTH_HEADER];
  // Problem documents do not say it, but nothing that has a type is empty.
  const isCutOff = said === undefined ? length === 0 && headers['content-type'] !== undefined : length !== Number(said);
  if (isCutOff) throw new TypeError(`the answer ends after ${length} of ${said ?? 'some'} bytes`);
}
