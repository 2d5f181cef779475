import { buildPath, type RouteDefinition } from '@studynotion/contracts';
import { BusinessError, causeOf, InputError, type Metrics, PROBLEM_TYPE, traceparent } from '@studynotion/service-kit';
import { type Dispatcher, errors, Pool } from 'undici';

/** A service that has not answered by then is not waited for, in milliseconds. */
const ANSWER_MILLISECONDS = 16_000;
/**
 * Request line and headers that a sidecar takes, in bytes. Over 8,192 it answers 431 as plain text (measured, daprd
 * 1.18.1); the difference is for what undici adds: host, connection, content-length.
 */
export const LARGEST_HEAD = 8000;

export interface Question {
  readonly route: RouteDefinition;
  readonly params: Readonly<Record<string, string>>;
  /** Encoded, without `?`. */
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  /** @default none */
  readonly body?: Buffer;
  /** @default never given up */
  readonly signal?: AbortSignal;
}

export interface UpstreamOptions {
  readonly daprHttpPort: number;
  readonly daprApiToken: string;
}

/** The services as the gateway reaches them: through its sidecar, by paths rebuilt from the table. */
export class Upstream {
  readonly #pool: Pool;
  readonly #apiToken: string;
  readonly #metrics: Pick<Metrics, 'sidecarCalls'>;

  constructor({ daprHttpPort, daprApiToken }: UpstreamOptions, metrics: Pick<Metrics, 'sidecarCalls'>) {
    this.#pool = new Pool(`http://127.0.0.1:${daprHttpPort}`, { connections: 128, keepAliveTimeout: 30_000 });
    this.#apiToken = daprApiToken;
    this.#metrics = metrics;
  }

  /**
   * Asks a service; its answer, whatever it is, is still to be read.
   * @throws InputError `request.headers-too-large`; BusinessError `service.unreachable`, `service.timeout`; the reason
   *   of `signal` where it was given up
   */
  async ask({ route, params, query, headers, body, signal }: Question): Promise<Dispatcher.ResponseData> {
    const path = `${buildPath(route, params)}${query === '' ? '' : `?${query}`}`;
    const all = { ...inAscii(headers), ...this.#ownHeaders(route) };
    if (sizeOfHead(route.method, path, all) > LARGEST_HEAD) throw new InputError('request.headers-too-large');
    this.#metrics.sidecarCalls.inc({ cause: causeOf(route), call: 'invoke' });
    let answer: Dispatcher.ResponseData;
    try {
      answer = await this.#pool.request({
        method: route.method,
        path,
        headers: all,
        body: body === undefined || body.length === 0 ? null : body,
        headersTimeout: ANSWER_MILLISECONDS,
        bodyTimeout: ANSWER_MILLISECONDS,
        signal,
      });
    } catch (cause) {
      signal?.throwIfAborted();
      throw noAnswer(cause);
    }
    if (answer.statusCode >= 400 && !isProblem(answer)) throw await toUnreachable(route, answer);
    return answer;
  }

  close(): Promise<void> {
    return this.#pool.close();
  }

  #ownHeaders(route: RouteDefinition): Record<string, string> {
    const trace = traceparent();
    return {
      'dapr-app-id': route.app,
      ...(this.#apiToken === '' ? {} : { 'dapr-api-token': this.#apiToken }),
      ...(trace === undefined ? {} : { traceparent: trace }),
    };
  }
}

/** The problem of a service that gave no answer, or not all of it. */
export function noAnswer(cause: unknown): BusinessError {
  const isLate = cause instanceof errors.HeadersTimeoutError || cause instanceof errors.BodyTimeoutError;
  return new BusinessError(isLate ? 'service.timeout' : 'service.unreachable', { cause });
}

/**
 * A sidecar sends headers on by gRPC and fails at bytes that are not UTF-8 (500, measured on daprd 1.18.1). A browser
 * may well have such a cookie of somebody else, and no header that services see has a use for other characters.
 */
function inAscii(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value.replaceAll(/[^ -~]/g, '?')]));
}

function sizeOfHead(method: string, path: string, headers: Readonly<Record<string, string>>): number {
  const lines = [`${method} ${path} HTTP/1.1`, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)];
  return lines.join('\r\n').length + '\r\n\r\n'.length;
}

/** Our services say what is wrong in a problem document; an error without one comes from a sidecar. */
function isProblem({ headers }: Dispatcher.ResponseData): boolean {
  return String(headers['content-type']).startsWith(PROBLEM_TYPE);
}

async function toUnreachable(route: RouteDefinition, answer: Dispatcher.ResponseData): Promise<BusinessError> {
  const text = await answer.body.text();
  return new BusinessError('service.unreachable', {
    cause: new Error(`${route.app} answered ${answer.statusCode}: ${text.slice(0, 300)}`),
  });
}
