import type { RouteDefinition } from '@studynotion/contracts';
import type { Clock } from '@studynotion/service-kit';
import type { Request, Response } from 'express';
import type { MatchedRoute } from './match-route.ts';
import { ResponseCache } from './response-cache.ts';
import { readShared, type SharedAnswer, sendShared } from './shared-answer.ts';
import type { Upstream } from './upstream.ts';

export interface SharedReadsOptions {
  readonly clock: Clock;
  readonly upstream: Upstream;
  /** Answers of the gateway's own routes; all others are asked of their service. */
  readonly own: ReadonlyMap<RouteDefinition, () => Promise<SharedAnswer>>;
}

/** Reads whose answers are the same for everybody, see `isShared`. */
export class SharedReads {
  readonly #cache: ResponseCache;
  readonly #upstream: Upstream;
  readonly #own: SharedReadsOptions['own'];

  constructor({ clock, upstream, own }: SharedReadsOptions) {
    this.#cache = new ResponseCache({ clock });
    this.#upstream = upstream;
    this.#own = own;
  }

  /**
   * Answers from memory, or together with all who ask the same now.
   * @param query in the same order whenever it is the same
   * @returns false, and nothing is sent, where the answer turns out to be for one client alone
   * @throws BusinessError `service.unreachable`, `service.timeout`
   */
  async answer({ route, params }: MatchedRoute, query: string, request: Request, response: Response): Promise<boolean> {
    const own = this.#own.get(route);
    const language = own === undefined ? request.header('accept-language') : undefined;
    // A service sees of the request what stands in the key, so that nothing else can change its answer.
    const headers = { accept: 'application/json', ...(language === undefined ? {} : { 'accept-language': language }) };
    const ask = async () => readShared(route, await this.#upstream.ask({ route, params, query, headers }));
    const key = JSON.stringify([route.path, params, query, language]);
    const seconds = route.cacheSeconds ?? 0;
    const answer = await this.#cache.get(key, seconds, own ?? ask);
    if (answer === undefined) return false;
    if (own === undefined) response.vary('accept-language');
    sendShared(request, response, answer, seconds);
    return true;
  }
}
