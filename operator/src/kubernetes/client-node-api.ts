import type { KubeConfig } from '@kubernetes/client-node';
import { type ApiRequest, ApiRequests, errorOf, type RequestSeen } from './api-requests.ts';
import {
  ApiError,
  type ApplyOptions,
  type KubernetesApi,
  type KubernetesObject,
  type ObjectList,
  type ObjectReference,
  referenceOf,
  type Selection,
  type StoredObject,
  type WatchEvent,
  type WriteOptions,
} from './kubernetes-api.ts';
import { noKindMatch, ResourcePaths } from './resource-paths.ts';

export interface KubernetesApiOptions {
  /** @default 'studynotion-operator' */
  readonly userAgent?: string;
  /** How long an answer may take. @default 30 */
  readonly answerSeconds?: number;
  /** Hears of every request, for metrics. @default nobody */
  readonly onRequest?: (request: RequestSeen) => void;
}

/** The API server that a kubeconfig names. */
export interface RealKubernetesApi extends KubernetesApi {
  /** Breaks off what is open. */
  close(): Promise<void>;
}

/** How many objects one answer holds: more of them would be a burden for both sides. */
const PAGE = '500';
/** When the server ends a watch, at the earliest; up to a fifth more, so that not all begin anew at once. */
const WATCH_SECONDS = 240;

/**
 * The port on the API server of a kubeconfig.
 * @param kubeConfig as `new KubeConfig().loadFromDefault()` reads it: inside a pod the one of its service account
 */
export function kubernetesApi(kubeConfig: KubeConfig, options: KubernetesApiOptions = {}): RealKubernetesApi {
  return new ClientNodeApi(new ApiRequests(kubeConfig, { userAgent: 'studynotion-operator', ...options }));
}

class ClientNodeApi implements RealKubernetesApi {
  readonly #requests: ApiRequests;
  readonly #paths: ResourcePaths;

  constructor(requests: ApiRequests) {
    this.#requests = requests;
    this.#paths = new ResourcePaths(requests);
  }

  async get(reference: ObjectReference, signal?: AbortSignal): Promise<StoredObject | undefined> {
    try {
      return await this.#named<StoredObject>(reference, { method: 'GET', signal });
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  /** Read from the store, not from the server's memory: no version is given. */
  async list(selection: Selection, signal?: AbortSignal): Promise<ObjectList> {
    const { apiVersion, kind } = selection;
    const items: StoredObject[] = [];
    let page: Page | undefined;
    do {
      const query = { ...selectors(selection), limit: PAGE, continue: page?.metadata.continue };
      page = await this.#ofKind<Page>(selection, { method: 'GET', query, signal });
      // The items of a list do not say what they are.
      items.push(...page.items.map((item) => ({ ...item, apiVersion, kind })));
    } while (page.metadata.continue !== undefined && page.metadata.continue !== '');
    return { items, resourceVersion: page.metadata.resourceVersion };
  }

  async *watch(selection: Selection, resourceVersion: string, signal: AbortSignal): AsyncGenerator<WatchEvent> {
    const path = await this.#pathOf(selection, signal).catch(endedBy(signal));
    if (path === undefined) return;
    const timeoutSeconds = String(Math.round(WATCH_SECONDS * (1 + Math.random() / 5)));
    const query = {
      ...{ watch: 'true', allowWatchBookmarks: 'true' },
      ...{ ...selectors(selection), resourceVersion, timeoutSeconds },
    };
    try {
      for await (const line of this.#requests.lines({ method: 'GET', path, query, signal })) yield eventOf(line);
    } catch (error) {
      if (!signal.aborted) throw this.#missingKind(selection, error);
    }
  }

  create(object: KubernetesObject, options: WriteOptions = {}): Promise<StoredObject> {
    return this.#ofKind(inNamespace(object), { method: 'POST', query: strictly(options), body: object });
  }

  apply(object: KubernetesObject, options: ApplyOptions): Promise<StoredObject> {
    const query = { ...strictly(options), force: 'true' };
    return this.#named(referenceOf(object), { ...appliedPatch(object), query });
  }

  applyStatus(object: KubernetesObject, options: ApplyOptions): Promise<StoredObject> {
    const query = { ...written(options), force: 'true' };
    return this.#named(referenceOf(object), { ...appliedPatch(object), query }, '/status');
  }

  replace(object: StoredObject, options: WriteOptions = {}): Promise<StoredObject> {
    return this.#named(referenceOf(object), { method: 'PUT', query: written(options), body: object });
  }

  async delete(reference: ObjectReference, uid: string): Promise<void> {
    const body = {
      ...{ apiVersion: 'v1', kind: 'DeleteOptions' },
      ...{ propagationPolicy: 'Background', preconditions: { uid } },
    };
    try {
      await this.#named(reference, { method: 'DELETE', body });
    } catch (error) {
      if (isNotFound(error) || (error instanceof ApiError && error.reason === 'Conflict')) return;
      throw error;
    }
  }

  close(): Promise<void> {
    return this.#requests.close();
  }

  #pathOf({ apiVersion, kind, namespace }: Selection, signal?: AbortSignal): Promise<string> {
    return this.#paths.pathOf(apiVersion, kind, namespace, signal);
  }

  async #ofKind<Answer>(selection: Selection, request: Omit<ApiRequest, 'path'>): Promise<Answer> {
    const path = await this.#pathOf(selection, request.signal);
    return this.#requests.send<Answer>({ ...request, path }).catch((error: unknown) => {
      throw this.#missingKind(selection, error);
    });
  }

  async #named<Answer>(reference: ObjectReference, request: Omit<ApiRequest, 'path'>, part = ''): Promise<Answer> {
    const path = await this.#pathOf(reference, request.signal);
    const named = `${path}/${encodeURIComponent(reference.name)}${part}`;
    return this.#requests.send<Answer>({ ...request, path: named }).catch((error: unknown) => {
      throw this.#missingKind(reference, error);
    });
  }

  /** A path that was there and is gone: the definition of the kind was removed. */
  #missingKind({ apiVersion, kind }: Selection, error: unknown): unknown {
    if (!(error instanceof ApiError) || error.reason !== 'NoKindMatch') return error;
    this.#paths.forget(apiVersion, kind);
    return noKindMatch(apiVersion, kind);
  }
}

interface Page {
  readonly items: readonly StoredObject[];
  readonly metadata: { readonly resourceVersion: string; readonly continue?: string };
}

function inNamespace({ apiVersion, kind, metadata: { namespace } }: KubernetesObject): Selection {
  return { apiVersion, kind, namespace };
}

function selectors({ labelSelector, fieldSelector }: Selection) {
  return { labelSelector, fieldSelector };
}

function written({ dryRun = false, fieldManager = 'studynotion-operator' }: WriteOptions) {
  return { fieldManager, dryRun: dryRun ? 'All' : undefined };
}

/** A field that the server does not know is an error: by default it would be dropped, with nothing but a warning header. */
function strictly(options: WriteOptions) {
  return { ...written(options), fieldValidation: 'Strict' };
}

/** JSON is YAML. */
function appliedPatch(body: KubernetesObject) {
  return { method: 'PATCH', contentType: 'application/apply-patch+yaml', body } as const;
}

/** A watch may also fail in the middle, with an answer that was a good one at its begin. */
function eventOf(line: string): WatchEvent {
  const event: { type: string; object: { code?: number } } = JSON.parse(line);
  if (event.type === 'ERROR') throw errorOf(event.object.code ?? 500, JSON.stringify(event.object));
  return event as unknown as WatchEvent;
}

function isNotFound(error: unknown): boolean {
  return error instanceof ApiError && error.status === 404 && error.reason !== 'NoKindMatch';
}

function endedBy(signal: AbortSignal) {
  return (error: unknown): undefined => {
    if (!signal.aborted) throw error;
  };
}
