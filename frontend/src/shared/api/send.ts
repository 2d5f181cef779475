import { type ApiProblem, toApiProblem } from './api-problem.ts';
import { type ApiRequest, toFetchArguments } from './api-request.ts';

export type ApiAnswer = { data: unknown; error?: undefined } | { data?: undefined; error: ApiProblem };

/** Longer than the gateway waits for a service, so that its answer is seen. */
const TIMEOUT_MILLISECONDS = 30_000;

/** Sends one request as it is: no second try, no look at the session. */
export async function send(request: ApiRequest, token?: string, signal?: AbortSignal): Promise<ApiAnswer> {
  const [address, options] = toFetchArguments(request, token);
  const timeout = AbortSignal.timeout(TIMEOUT_MILLISECONDS);
  try {
    const response = await fetch(address, {
      ...options,
      signal: AbortSignal.any(signal ? [timeout, signal] : [timeout]),
    });
    return toAnswer(response.status, await response.text());
  } catch {
    // Whatever keeps `fetch` from an answer (no network, the time is over, the page is left) is the same to a page.
    return { error: { code: 'network.unreachable' } };
  }
}

function toAnswer(status: number, text: string): ApiAnswer {
  const succeeded = status >= 200 && status < 300;
  // RTK Query takes `undefined` for "not there yet".
  if (text === '' && succeeded) return { data: null };
  const body = parse(text);
  if (succeeded && body !== undefined) return { data: body };
  return { error: toApiProblem(status, body) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
