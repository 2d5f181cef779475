import type { RequestOptions } from 'node:https';
import { StringDecoder } from 'node:string_decoder';
import type { KubeConfig } from '@kubernetes/client-node';
import { Agent, type Dispatcher } from 'undici';
import { ApiError } from './kubernetes-api.ts';

export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  /** What is undefined is left out. @default none */
  readonly query?: Readonly<Record<string, string | undefined>>;
  /** @default none */
  readonly body?: unknown;
  /** @default 'application/json' */
  readonly contentType?: string;
  /** Calls it off. @default nothing does */
  readonly signal?: AbortSignal;
}

/** What is counted of each request. */
export interface RequestSeen {
  readonly method: string;
  /** HTTP status, or `<error>` where there was no answer. */
  readonly code: string;
}

export interface ApiRequestOptions {
  /** How long an answer may take. @default 30 */
  readonly answerSeconds?: number;
  /** How long a stream may be silent. @default 330 */
  readonly silenceSeconds?: number;
  readonly userAgent: string;
  readonly onRequest?: (request: RequestSeen) => void;
}

/**
 * Sends requests to the API server as a kubeconfig says: who we are and whom we trust comes from `@kubernetes/client-node`,
 * which also reads a token again when the kubelet has renewed it. The requests themselves are made here:
 *
 * - its typed models drop every field that they do not know, and server-side apply takes that for giving the field up; times
 *   of microseconds lose digits; paths are written in lower case
 * - it makes a new agent for each request, and so a new TLS connection
 * - it sets no limit of time, so that one answer that never comes would hold a worker for ever
 */
export class ApiRequests {
  readonly #kubeConfig: KubeConfig;
  readonly #options: Required<ApiRequestOptions>;
  #agent: { readonly trust: string; readonly agent: Agent } | undefined;

  constructor(kubeConfig: KubeConfig, options: ApiRequestOptions) {
    this.#kubeConfig = kubeConfig;
    this.#options = { answerSeconds: 30, silenceSeconds: 330, onRequest: () => undefined, ...options };
  }

  /** The answer as JSON. @throws ApiError for any but a good one; the signal's reason */
  async send<Answer>(request: ApiRequest): Promise<Answer> {
    const limit = AbortSignal.timeout(this.#options.answerSeconds * 1000);
    const signal = AbortSignal.any(request.signal === undefined ? [limit] : [limit, request.signal]);
    return this.#told(request, async () => {
      const { statusCode, body } = await this.#request(request, signal);
      const text = await body.text();
      if (statusCode >= 300) throw errorOf(statusCode, text);
      return { statusCode, result: JSON.parse(text) as Answer };
    });
  }

  /** The lines of an answer that goes on until the server ends it or the signal says so. @throws as send does */
  async *lines(request: ApiRequest & { readonly signal: AbortSignal }): AsyncGenerator<string> {
    const body = await this.#told(request, async () => {
      const { statusCode, body: result } = await this.#request(request, request.signal);
      if (statusCode >= 300) throw errorOf(statusCode, await result.text());
      return { statusCode, result };
    });
    // A character may be parted between two pieces of the stream.
    const decoder = new StringDecoder('utf8');
    let rest = '';
    try {
      for await (const piece of body) {
        const lines = (rest + decoder.write(piece)).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) if (line !== '') yield line;
      }
    } catch (error) {
      throw noAnswer(error, request.signal);
    }
  }

  /** Ends what is open. */
  async close(): Promise<void> {
    await this.#agent?.agent.destroy();
  }

  /** Counts the answer, also where it is an error. */
  async #told<Result>(
    { method, signal }: ApiRequest,
    work: () => Promise<{ readonly statusCode: number; readonly result: Result }>,
  ): Promise<Result> {
    const tell = (code: string) => this.#options.onRequest({ method, code });
    try {
      const { statusCode, result } = await work();
      tell(String(statusCode));
      return result;
    } catch (error) {
      const told = error instanceof ApiError ? error : noAnswer(error, signal);
      tell(told instanceof ApiError && told.status !== 0 ? String(told.status) : '<error>');
      throw told;
    }
  }

  async #request(request: ApiRequest, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
    const { method, path, query = {}, body, contentType = 'application/json' } = request;
    const { server } = this.#kubeConfig.getCurrentCluster() ?? {};
    if (server === undefined) throw new TypeError('the kubeconfig names no cluster');
    const url = new URL(server + path);
    for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, value);
    const { agent, authorization } = await this.#access();
    return agent.request({
      ...{ origin: url.origin, path: url.pathname + url.search, method, signal },
      headers: {
        accept: 'application/json',
        'user-agent': this.#options.userAgent,
        ...(authorization === undefined ? {} : { authorization }),
        ...(body === undefined ? {} : { 'content-type': contentType }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  }

  /** With a new agent when the certificates are others than before. */
  async #access(): Promise<{ agent: Agent; authorization: string | undefined }> {
    const options: RequestOptions = {};
    await this.#kubeConfig.applyToHTTPSOptions(options);
    const { ca, cert, key, passphrase, servername, rejectUnauthorized } = options;
    const trust = JSON.stringify([ca, cert, key, passphrase, servername, rejectUnauthorized].map(String));
    if (this.#agent?.trust !== trust) {
      void this.#agent?.agent.close(); // when its last answer is in
      const connect = { ca, cert, key, passphrase, servername, rejectUnauthorized, timeout: 10_000 };
      const { answerSeconds, silenceSeconds } = this.#options;
      const agent = new Agent({
        connect: Object.fromEntries(Object.entries(connect).filter(([, value]) => value !== undefined)),
        headersTimeout: answerSeconds * 1000,
        bodyTimeout: silenceSeconds * 1000,
      });
      this.#agent = { trust, agent };
    }
    const { Authorization } = (options.headers ?? {}) as Record<string, string | undefined>;
    const basic = options.auth == null ? undefined : `Basic ${Buffer.from(options.auth).toString('base64')}`;
    return { agent: this.#agent.agent, authorization: Authorization ?? basic };
  }
}

interface Status {
  readonly kind?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly code?: number;
}

const reasons: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  409: 'Conflict',
  410: 'Expired',
  422: 'Invalid',
  429: 'TooManyRequests',
  500: 'InternalError',
  503: 'ServiceUnavailable',
  504: 'Timeout',
};

/** What the server says is wrong. What is no Status comes from a proxy, or from a server that knows no such path. */
export function errorOf(code: number, text: string): ApiError {
  const status = statusIn(text);
  if (status === undefined && code === 404) return new ApiError(404, 'NoKindMatch', text.trim() || 'no such path');
  const told = status?.reason ?? '';
  // Two names of one thing, which callers tell by one.
  const reason = told === '' || told === 'Gone' ? (reasons[code] ?? 'Unknown') : told;
  return new ApiError(code, reason, status?.message ?? (text.trim().slice(0, 500) || `status ${code}`));
}

function statusIn(text: string): Status | undefined {
  try {
    const status: Status = JSON.parse(text);
    return status.kind === 'Status' ? status : undefined;
  } catch {
    return undefined;
  }
}

/** The caller's own reason where it called off; else that there was no answer, which may have been acted on. */
function noAnswer(error: unknown, signal: AbortSignal | undefined): unknown {
  if (signal?.aborted) return signal.reason;
  const { message } = error instanceof Error ? error : new Error(String(error));
  return new ApiError(0, 'NoAnswer', `the API server gave no answer: ${message}`, { cause: error });
}
