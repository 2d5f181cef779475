/**
 * What the operator asks of the Kubernetes API. The reconciler knows this port alone: the real one stands on
 * `@kubernetes/client-node`, the one of the tests in memory, and one suite holds both to the same. For a kind that the server
 * does not have, as where Dapr is not installed, every call throws ApiError `NoKindMatch` (404).
 */
export interface KubernetesApi {
  /** @returns undefined where there is no such object */
  get(reference: ObjectReference, signal?: AbortSignal): Promise<StoredObject | undefined>;

  list(selection: Selection, signal?: AbortSignal): Promise<ObjectList>;

  /**
   * What happens after a version of the list. Ends when the server ends it, which it does every few minutes, and when the
   * signal says so.
   * @throws ApiError `Expired` (410) where the version is too old: the list is to be read anew
   */
  watch(selection: Selection, resourceVersion: string, signal: AbortSignal): AsyncIterable<WatchEvent>;

  /** @throws ApiError `AlreadyExists` (409) */
  create(object: KubernetesObject, options?: WriteOptions): Promise<StoredObject>;

  /**
   * Server-side apply, by force: what the object names is made so and belongs to the field manager; what it named before
   * and no longer does is given up.
   * @throws ApiError `Invalid` (422) for what cannot be changed
   */
  apply(object: KubernetesObject, options: ApplyOptions): Promise<StoredObject>;

  /**
   * As apply, of the status alone. Whatever has the name gets it, also where another `metadata.uid` is given: only a
   * `metadata.resourceVersion` keeps it from an object that was made in the place of a deleted one.
   */
  applyStatus(object: KubernetesObject, options: ApplyOptions): Promise<StoredObject>;

  /**
   * Puts an object in the place of the one with its `metadata.resourceVersion`.
   * @throws ApiError `Conflict` (409) where that is no longer the newest, `NotFound` (404)
   */
  replace(object: StoredObject, options?: WriteOptions): Promise<StoredObject>;

  /** In the background, with all it owns. An object that is gone already, or another of the same name, is left alone. */
  delete(reference: ObjectReference, uid: string): Promise<void>;
}

export interface ObjectReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

export interface Selection {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  /** As in `app=one,tier in (a,b)`. @default all */
  readonly labelSelector?: string;
  /** As in `metadata.name=one`. @default all */
  readonly fieldSelector?: string;
}

export interface WriteOptions {
  /** The server answers as if, and stores nothing. @default false */
  readonly dryRun?: boolean;
  /** Whose fields they become. @default 'studynotion-operator' */
  readonly fieldManager?: string;
}

export interface ApplyOptions extends WriteOptions {
  readonly fieldManager: string;
}

/** An object as it is sent. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMetadata;
  readonly [field: string]: unknown;
}

export interface ObjectMetadata {
  readonly name: string;
  readonly namespace: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly OwnerReference[];
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly generation?: number;
  readonly creationTimestamp?: string;
  readonly deletionTimestamp?: string;
  readonly managedFields?: readonly ManagedFields[];
  readonly [field: string]: unknown;
}

/** An object as the server has it. */
export interface StoredObject extends KubernetesObject {
  readonly metadata: ObjectMetadata & { readonly uid: string; readonly resourceVersion: string };
}

export interface OwnerReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly controller?: boolean;
  readonly blockOwnerDeletion?: boolean;
}

/** Which fields belong to whom: https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management. */
export interface ManagedFields {
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  readonly subresource?: string;
  readonly fieldsV1?: Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

export interface ObjectList {
  readonly items: readonly StoredObject[];
  /** From where a watch goes on. */
  readonly resourceVersion: string;
}

export interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK';
  /** Of a bookmark only version and kind are told. */
  readonly object: StoredObject;
}

/** The server's refusal. */
export class ApiError extends Error {
  /** HTTP status; 0 where there was no answer. */
  readonly status: number;
  /** As in `NotFound`, `Conflict`, `Invalid`, `Expired`; https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/. */
  readonly reason: string;

  constructor(status: number, reason: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ApiError';
    this.status = status;
    this.reason = reason;
  }
}

/** One line for each object, for keys and messages: `apps/v1 Deployment studynotion/auth-service`. */
export function textOf({ apiVersion, kind, namespace, name }: ObjectReference): string {
  return `${apiVersion} ${kind} ${namespace}/${name}`;
}

export function referenceOf({ apiVersion, kind, metadata }: KubernetesObject): ObjectReference {
  return { apiVersion, kind, namespace: metadata.namespace, name: metadata.name };
}
