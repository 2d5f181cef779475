import type { ApiRequests } from './api-requests.ts';
import { ApiError } from './kubernetes-api.ts';

interface ResourceList {
  readonly resources: readonly { readonly name: string; readonly kind: string }[];
}

/** Under which path the server has a kind. It is asked once for each version, and again for what it did not have then. */
export class ResourcePaths {
  readonly #requests: ApiRequests;
  readonly #known = new Map<string, string>();

  constructor(requests: ApiRequests) {
    this.#requests = requests;
  }

  /** Of all objects of a kind in a namespace. @throws ApiError `NoKindMatch` (404) */
  async pathOf(apiVersion: string, kind: string, namespace: string, signal?: AbortSignal): Promise<string> {
    const plural = this.#known.get(`${apiVersion} ${kind}`) ?? (await this.#ask(apiVersion, kind, signal));
    return `${rootOf(apiVersion)}/namespaces/${encodeURIComponent(namespace)}/${plural}`;
  }

  /** The server has it no longer, or under another name. */
  forget(apiVersion: string, kind: string): void {
    this.#known.delete(`${apiVersion} ${kind}`);
  }

  async #ask(apiVersion: string, kind: string, signal?: AbortSignal): Promise<string> {
    const { resources } = await this.#requests
      .send<ResourceList>({ method: 'GET', path: rootOf(apiVersion), signal })
      .catch((error: unknown) => {
        throw error instanceof ApiError && error.status === 404 ? noKindMatch(apiVersion, kind) : error;
      });
    // Subresources, as in `deployments/status`, have the same kind.
    for (const { name, kind: its } of resources) if (!name.includes('/')) this.#known.set(`${apiVersion} ${its}`, name);
    const plural = this.#known.get(`${apiVersion} ${kind}`);
    if (plural === undefined) throw noKindMatch(apiVersion, kind);
    return plural;
  }
}

export function noKindMatch(apiVersion: string, kind: string): ApiError {
  return new ApiError(404, 'NoKindMatch', `no matches for kind "${kind}" in version "${apiVersion}"`);
}

function rootOf(apiVersion: string): string {
  return apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}
