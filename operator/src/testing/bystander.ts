import {
  type KubernetesApi,
  type KubernetesObject,
  type ObjectReference,
  referenceOf,
  type StoredObject,
} from '../kubernetes/kubernetes-api.ts';

export type Draft = Record<string, unknown> & {
  metadata: { labels?: Record<string, string>; annotations?: Record<string, string> };
};

/** Kinds that can be looked through. */
type Kinds = readonly { readonly apiVersion: string; readonly kind: string }[];

/** Somebody else who works with the same API server: people with kubectl, and the controllers of Kubernetes. */
export class Bystander {
  readonly #api: KubernetesApi;
  readonly #namespace: string;
  readonly #kinds: Kinds;

  /** @param kinds that `everything` looks through */
  constructor(api: KubernetesApi, namespace: string, kinds: Kinds) {
    this.#api = api;
    this.#namespace = namespace;
    this.#kinds = kinds;
  }

  get(reference: ObjectReference): Promise<StoredObject | undefined> {
    return this.#api.get(reference);
  }

  add(object: KubernetesObject): Promise<StoredObject> {
    return this.#api.create(object, { fieldManager: 'kubectl-create' });
  }

  /** @param change gets a copy that it may change @throws Error where it is not there */
  async edit(reference: ObjectReference, change: (draft: Draft) => void, manager = 'kubectl-edit'): Promise<void> {
    const object = await this.#api.get(reference);
    if (object === undefined) throw new Error(`There is no ${reference.kind} ${reference.name}`);
    const draft = structuredClone(object);
    change(draft as unknown as Draft);
    await this.#api.replace(draft, { fieldManager: manager });
  }

  async remove(reference: ObjectReference): Promise<void> {
    const object = await this.#api.get(reference);
    if (object !== undefined) await this.#api.delete(reference, object.metadata.uid);
  }

  /** What a controller says of an object. */
  async setStatus(object: StoredObject, status: Readonly<Record<string, unknown>>): Promise<void> {
    const { apiVersion, kind, name, namespace } = referenceOf(object);
    const fieldManager = 'kube-controller-manager';
    await this.#api.applyStatus({ apiVersion, kind, metadata: { name, namespace }, status }, { fieldManager });
  }

  async everything(): Promise<StoredObject[]> {
    const lists = await Promise.all(
      this.#kinds.map(async ({ apiVersion, kind }) => {
        const { items } = await this.#api.list({ apiVersion, kind, namespace: this.#namespace });
        return items.map((item) => ({ ...item, apiVersion, kind }));
      }),
    );
    return lists.flat();
  }
}

/** A call that changed something, or asked what it would change. */
export interface Write {
  readonly verb: 'create' | 'apply' | 'applyStatus' | 'replace' | 'delete';
  readonly kind: string;
  readonly name: string;
  readonly dryRun: boolean;
}

/** The API as before, that writes down what is written. @param onWrite is told before each of them */
export function recorded(api: KubernetesApi, onWrite: (write: Write) => void): KubernetesApi {
  const told = (verb: Write['verb'], kind: string, name: string, dryRun = false) =>
    onWrite({ verb, kind, name, dryRun });
  return {
    get: (...parameters) => api.get(...parameters),
    list: (...parameters) => api.list(...parameters),
    watch: (...parameters) => api.watch(...parameters),
    create: (object, options) => {
      told('create', object.kind, object.metadata.name, options?.dryRun);
      return api.create(object, options);
    },
    apply: (object, options) => {
      told('apply', object.kind, object.metadata.name, options.dryRun);
      return api.apply(object, options);
    },
    applyStatus: (object, options) => {
      told('applyStatus', object.kind, object.metadata.name, options.dryRun);
      return api.applyStatus(object, options);
    },
    replace: (object, options) => {
      told('replace', object.kind, object.metadata.name, options?.dryRun);
      return api.replace(object, options);
    },
    delete: (reference, uid) => {
      told('delete', reference.kind, reference.name);
      return api.delete(reference, uid);
    },
  };
}
