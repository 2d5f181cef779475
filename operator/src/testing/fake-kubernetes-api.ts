import {
  ApiError,
  type ApplyOptions,
  type KubernetesApi,
  type KubernetesObject,
  type ManagedFields,
  type ObjectList,
  type ObjectMetadata,
  type ObjectReference,
  type OwnerReference,
  referenceOf,
  type Selection,
  type StoredObject,
  textOf,
  type WatchEvent,
  type WriteOptions,
} from '../kubernetes/kubernetes-api.ts';
import { stored } from './defaults.ts';
import { type Call, type Fault, Faults, failures, type Verb } from './fault.ts';
import { isMap, isSame, merge, type ValueMap } from './field-set.ts';
import { applied, type Owned, updated, type Writer } from './managed-fields.ts';
import { matcherOf } from './selectors.ts';
import { builtInKinds, customKinds, type Kind } from './structure.ts';
import { validate } from './validation.ts';
import { WatchHistory } from './watch-history.ts';

export interface FakeKubernetesOptions {
  /** Tells when something is written. @default the system's */
  readonly clock?: { now(): Date };
  /** Besides those of Kubernetes, by version and name. @default those of Dapr and the operator */
  readonly customKinds?: Readonly<Record<string, Kind>>;
  /** Is awaited at the begin and the end of every call, so that a test can mix the calls of several. @default nothing */
  readonly pace?: () => Promise<unknown>;
}

const OPERATOR = 'studynotion-operator';

type Draft = Record<string, unknown> & { metadata: Record<string, unknown> };

/** A new, empty API server in memory. @see FakeKubernetesApi */
export function fakeKubernetesApi(options: FakeKubernetesOptions = {}): FakeKubernetesApi {
  return new FakeKubernetesApi(options);
}

/**
 * An API server in memory. The contract suite of tests/cluster holds for it and for the real kube-apiserver alike. What it
 * does at once and the real cluster later: what was owned by a deleted object is deleted with it.
 */
export class FakeKubernetesApi implements KubernetesApi {
  /** All calls so far, in order; those that wrote something say so. */
  readonly calls: (Call & { wrote?: boolean })[] = [];
  readonly #options: FakeKubernetesOptions;
  readonly #kinds: Map<string, Kind>;
  readonly #objects = new Map<string, StoredObject>();
  readonly #history = new WatchHistory();
  readonly #faults = new Faults();
  /** As on a real server, others have been there before, and nobody remembers. */
  #version = 100;
  #identities = 0;
  #addresses = 0;

  constructor(options: FakeKubernetesOptions) {
    this.#options = options;
    this.compact();
    this.#kinds = new Map(Object.entries({ ...builtInKinds, ...(options.customKinds ?? customKinds) }));
  }

  // What tests do to it.

  /** The same cluster as another client sees it, so that faults and calls can be told apart. */
  as(client: string): KubernetesApi {
    return this.#clientNamed(client);
  }

  /** Lets something go wrong. */
  inject(fault: Fault): void {
    this.#faults.add(fault);
  }

  /** Ends all faults. */
  mend(): void {
    this.#faults.clear();
  }

  /** Takes a kind away with all its objects, or brings it back: a custom resource definition that is not installed. */
  setKind(apiVersion: string, kind: string, definition: Kind | undefined): void {
    const name = `${apiVersion} ${kind}`;
    if (definition !== undefined) this.#kinds.set(name, definition);
    else {
      for (const object of this.#objects.values())
        if (object.apiVersion === apiVersion && object.kind === kind) this.#remove(object);
      this.#kinds.delete(name);
    }
  }

  /** All open watches break off, with an error or, without, as the server ends them now and then. */
  endWatches(error?: ApiError): void {
    this.#history.end(error ?? 'end');
  }

  /** Open watches hear no more, and do not notice. */
  silenceWatches(): void {
    this.#history.silence();
  }

  /** Who watches now. */
  get watches(): number {
    return this.#history.watchers;
  }

  /** The past is forgotten: who wants to watch from before is answered 410. */
  compact(): void {
    this.#history.forget(this.#version);
  }

  sendBookmarks(): void {
    this.#history.bookmark(this.#version);
  }

  /** What is stored, of all kinds and namespaces. */
  everything(): StoredObject[] {
    return structuredClone([...this.#objects.values()]);
  }

  /** What is stored under this name, without a call. */
  peek(reference: ObjectReference): StoredObject | undefined {
    return structuredClone(this.#objects.get(textOf(reference)));
  }

  /** Somebody else's change, as `kubectl edit` makes it. @param change gets a copy it may change */
  edit(reference: ObjectReference, change: (draft: Draft) => void, manager = 'kubectl-edit'): StoredObject {
    return this.#changed(reference, manager, undefined, change);
  }

  /** What a controller says of an object. */
  setStatus(reference: ObjectReference, status: ValueMap, manager = 'kube-controller-manager'): StoredObject {
    return this.#changed(reference, manager, 'status', (draft) => {
      draft.status = structuredClone(status);
    });
  }

  /** Somebody else's object. */
  add(object: KubernetesObject, manager = 'kubectl-create'): StoredObject {
    return this.#create(sent(object), { fieldManager: manager });
  }

  /** Somebody else deletes it. */
  remove(reference: ObjectReference): void {
    const object = this.#objects.get(textOf(reference));
    if (object !== undefined) this.#delete(object);
  }

  // The port.

  get(reference: ObjectReference, signal?: AbortSignal): Promise<StoredObject | undefined> {
    return this.as('').get(reference, signal);
  }

  list(selection: Selection, signal?: AbortSignal): Promise<ObjectList> {
    return this.as('').list(selection, signal);
  }

  watch(selection: Selection, resourceVersion: string, signal: AbortSignal): AsyncIterable<WatchEvent> {
    return this.as('').watch(selection, resourceVersion, signal);
  }

  create(object: KubernetesObject, options?: WriteOptions): Promise<StoredObject> {
    return this.as('').create(object, options);
  }

  apply(object: KubernetesObject, options: ApplyOptions): Promise<StoredObject> {
    return this.as('').apply(object, options);
  }

  applyStatus(object: KubernetesObject, options: ApplyOptions): Promise<StoredObject> {
    return this.as('').applyStatus(object, options);
  }

  replace(object: StoredObject, options?: WriteOptions): Promise<StoredObject> {
    return this.as('').replace(object, options);
  }

  delete(reference: ObjectReference, uid: string): Promise<void> {
    return this.as('').delete(reference, uid);
  }

  #clientNamed(client: string): KubernetesApi {
    const call = <Result>(
      verb: Verb,
      { kind, name }: { kind: string; name?: string },
      work: () => Result,
      { dryRun = false, signal }: { dryRun?: boolean; signal?: AbortSignal } = {},
    ) => this.#call({ client, verb, kind, name, dryRun }, work, signal);
    const watch = (selection: Selection, from: string, signal: AbortSignal) =>
      this.#watch(client, selection, from, signal);
    return {
      get: (reference, signal) => call('get', reference, () => this.#get(reference), { signal }),
      list: (selection, signal) => call('list', selection, () => this.#list(selection), { signal }),
      watch,
      create: (object, options = {}) =>
        call('create', referenceOf(object), () => this.#create(sent(object), options), options),
      apply: (object, options) =>
        call('apply', referenceOf(object), () => this.#apply(sent(object), options, undefined), options),
      applyStatus: (object, options) =>
        call('applyStatus', referenceOf(object), () => this.#apply(sent(object), options, 'status'), options),
      replace: (object, options = {}) =>
        call('replace', referenceOf(object), () => this.#replace(sent(object), options), options),
      delete: (reference, uid) => call('delete', reference, () => this.#deleteNamed(reference, uid)),
    };
  }

  /** One call with what may go wrong before and after it; the work itself is done in one go. */
  async #call<Result>(call: Call, work: () => Result, signal?: AbortSignal): Promise<Result> {
    const made: Call & { wrote?: boolean } = { ...call };
    this.calls.push(made);
    await this.#options.pace?.();
    await this.#faults.meet(call, 'before');
    signal?.throwIfAborted();
    const before = this.#version;
    const result = structuredClone(work());
    if (this.#version !== before) made.wrote = true;
    await this.#faults.meet(call, 'after');
    await this.#options.pace?.();
    signal?.throwIfAborted();
    return result;
  }

  #get(reference: ObjectReference): StoredObject | undefined {
    this.#kindOf(reference);
    return this.#objects.get(textOf(reference));
  }

  #list(selection: Selection): ObjectList {
    this.#kindOf(selection);
    const matches = matcherOf(selection);
    const items = [...this.#objects.values()].filter(matches);
    items.sort((one, other) => (one.metadata.name < other.metadata.name ? -1 : 1));
    return { items, resourceVersion: String(this.#version) };
  }

  async *#watch(client: string, selection: Selection, from: string, signal: AbortSignal): AsyncGenerator<WatchEvent> {
    const { apiVersion, kind } = selection;
    await this.#call({ client, verb: 'watch', kind, dryRun: false }, () => this.#kindOf(selection).hasStatus);
    const bookmark = (version: number) =>
      ({ apiVersion, kind, metadata: { resourceVersion: String(version) } }) as unknown as StoredObject;
    yield* this.#history.watch(matcherOf(selection), Number(from), bookmark, signal);
  }

  #create(object: KubernetesObject, { dryRun = false, fieldManager = OPERATOR }: WriteOptions): StoredObject {
    const kind = this.#kindOf(object);
    const reference = referenceOf(object);
    if (object.metadata.resourceVersion !== undefined)
      throw new ApiError(400, 'BadRequest', 'resourceVersion should not be set on objects to be created');
    if (this.#objects.has(textOf(reference)))
      throw new ApiError(409, 'AlreadyExists', `${reference.kind} "${reference.name}" already exists`);
    const draft = this.#new(merge(kind.empty, partOf(object, kind, undefined), kind.structure) as ValueMap);
    const writer = this.#writer(object, fieldManager, 'Update');
    const owned = updated({ object: kind.empty, managedFields: [] }, draft, kind.structure, writer);
    return this.#store(undefined, owned, dryRun);
  }

  #apply(
    object: KubernetesObject,
    { dryRun = false, fieldManager }: ApplyOptions,
    subresource: 'status' | undefined,
  ): StoredObject {
    const kind = this.#kindOf(object);
    const reference = referenceOf(object);
    if (object.metadata.managedFields !== undefined)
      throw new ApiError(400, 'BadRequest', 'metadata.managedFields must be nil');
    if (subresource === 'status' && !kind.hasStatus) throw notFound(reference);
    const live = this.#objects.get(textOf(reference));
    if (live === undefined && (subresource === 'status' || object.metadata.resourceVersion !== undefined))
      throw notFound(reference);
    const { uid, ...expected } = object.metadata;
    // A status is of whatever has the name.
    expectVersion(reference, live === undefined ? object.metadata : expected, live);
    if (live !== undefined && subresource === undefined && uid !== undefined && uid !== live.metadata.uid)
      throw new ApiError(422, 'Invalid', `${textOf(reference)}: metadata.uid: Invalid value: field is immutable`);
    const configuration = partOf(object, kind, subresource);
    const writer = this.#writer(object, fieldManager, 'Apply', subresource);
    const before = live === undefined ? { object: kind.empty, managedFields: [] } : this.#tracked(live, kind);
    const { object: merged, managedFields } = applied(before, withoutIdentity(configuration), kind.structure, writer);
    if (kind.refusesNull && hasNull(merged))
      throw new ApiError(422, 'Invalid', `${textOf(reference)}: Invalid value: null: must be of another type`);
    const whole = live === undefined ? this.#new(merged) : this.#next(merged, live, kind, subresource);
    return this.#store(live, { object: whole, managedFields }, dryRun);
  }

  #replace(object: StoredObject, { dryRun = false, fieldManager = OPERATOR }: WriteOptions): StoredObject {
    const kind = this.#kindOf(object);
    const reference = referenceOf(object);
    const live = this.#objects.get(textOf(reference));
    if (live === undefined) throw notFound(reference);
    expectVersion(reference, object.metadata, live);
    return this.#update(live, object as unknown as Draft, kind, fieldManager, undefined, dryRun);
  }

  #changed(
    reference: ObjectReference,
    manager: string,
    subresource: 'status' | undefined,
    change: (draft: Draft) => void,
  ): StoredObject {
    const live = this.#objects.get(textOf(reference));
    if (live === undefined) throw notFound(reference);
    const draft = structuredClone(live) as unknown as Draft;
    change(draft);
    return structuredClone(this.#update(live, draft, this.#kindOf(reference), manager, subresource, false));
  }

  #update(
    live: StoredObject,
    object: Draft,
    kind: Kind,
    manager: string,
    subresource: 'status' | undefined,
    dryRun: boolean,
  ): StoredObject {
    const given = object.metadata.managedFields as readonly ManagedFields[] | undefined;
    const before = ownedOf(live);
    const next = this.#next(object, live, kind, subresource);
    const writer = this.#writer(live, manager, 'Update', subresource);
    const managedFields = given !== undefined && given.length > 0 ? given : before.managedFields;
    // An object that nobody owns a field of is not followed before the first apply.
    if (managedFields.length === 0) return this.#store(live, { object: next, managedFields }, dryRun);
    return this.#store(live, updated({ ...before, managedFields }, next, kind.structure, writer), dryRun);
  }

  /** What is there before the first apply to an object that nobody owned a field of, is somebody's from then on. */
  #tracked(live: StoredObject, kind: Kind): Owned {
    const owned = ownedOf(live);
    if (owned.managedFields.length > 0) return owned;
    const writer = this.#writer(live, 'before-first-apply', 'Update');
    return updated({ object: kind.empty, managedFields: [] }, owned.object, kind.structure, writer);
  }

  #writer(
    { apiVersion }: { apiVersion: string },
    manager: string,
    operation: 'Apply' | 'Update',
    subresource?: 'status',
  ): Writer {
    return { manager, operation, apiVersion, subresource, time: this.#now() };
  }

  #now(): string {
    const now = this.#options.clock?.now() ?? new Date();
    return now.toISOString().replace(/\.\d+/, '');
  }

  /** An object that is not there yet, with what the server gives it. */
  #new(object: ValueMap): ValueMap {
    const identity = String(++this.#identities).padStart(12, '0');
    const metadata = {
      ...(object.metadata as ObjectMetadata),
      uid: `00000000-0000-4000-8000-${identity}`,
      creationTimestamp: this.#now(),
    };
    const draft = stored({ ...object, metadata }) as Draft;
    const { hasGeneration } = this.#kindOf(draft as unknown as ObjectReference);
    if (hasGeneration) draft.metadata.generation = 1;
    return draft;
  }

  /** A change of an object: what is the server's own stays, and so does the part that is not written to. */
  #next(object: ValueMap, live: StoredObject, kind: Kind, subresource: 'status' | undefined): ValueMap {
    const { metadata, status: _status, ...rest } = object as Draft;
    const { managedFields: _apart, ...kept } = live.metadata;
    const { uid, creationTimestamp, deletionTimestamp, generation, resourceVersion } = live.metadata;
    const own = { uid, creationTimestamp, deletionTimestamp, generation, resourceVersion };
    const status = kind.hasStatus && subresource === undefined ? live.status : object.status;
    const next = stored({
      ...(subresource === 'status' ? live : rest),
      metadata: subresource === 'status' ? kept : { ...metadata, managedFields: undefined, ...own },
      ...(status === undefined ? {} : { status }),
    }) as Draft;
    if (subresource === 'status' && status === undefined) delete next.status;
    const isChanged = !isSame(wishOf(next), wishOf(live)) || (kind.countsEmptyLists && hasEmptyList(object.spec));
    if (kind.hasGeneration && isChanged) next.metadata.generation = (generation ?? 0) + 1;
    return next;
  }

  /** A Service gets an address once, and one that is written without it keeps it; it belongs to nobody. */
  #addressed(object: ValueMap, live: StoredObject | undefined): ValueMap {
    if (object.kind !== 'Service' || !isMap(object.spec)) return object;
    const before = isMap(live?.spec) ? live.spec.clusterIP : undefined;
    const clusterIP = object.spec.clusterIP ?? before ?? `10.96.0.${++this.#addresses}`;
    const clusterIPs = object.spec.clusterIPs ?? [clusterIP];
    const families = { ipFamilies: ['IPv4'], ipFamilyPolicy: 'SingleStack' };
    return { ...object, spec: { ...families, ...object.spec, clusterIP, clusterIPs } };
  }

  #store(live: StoredObject | undefined, owned: Owned, dryRun: boolean): StoredObject {
    const { managedFields } = owned;
    const object = this.#addressed(owned.object, live);
    validate(object, live);
    const metadata = object.metadata as ObjectMetadata;
    const next = { ...object, metadata: { ...metadata, managedFields } } as unknown as StoredObject;
    // A write that changes nothing leaves no trace, not even the time at which it came.
    if (live !== undefined && isSame(timeless(live), timeless(next))) return live;
    if (dryRun) return next;
    const isGone = metadata.deletionTimestamp !== undefined && finalizersOf(next).length === 0;
    if (isGone && live !== undefined) {
      this.#remove(live);
      return next;
    }
    const kept = this.#numbered(next);
    this.#objects.set(textOf(referenceOf(kept)), kept);
    this.#history.add({ version: this.#version, before: live, after: kept });
    this.#collectGarbage();
    return kept;
  }

  #numbered(object: StoredObject): StoredObject {
    this.#version++;
    return structuredClone({ ...object, metadata: { ...object.metadata, resourceVersion: String(this.#version) } });
  }

  #deleteNamed(reference: ObjectReference, uid: string): void {
    this.#kindOf(reference);
    const object = this.#objects.get(textOf(reference));
    if (object?.metadata.uid === uid) this.#delete(object);
  }

  #delete(object: StoredObject): void {
    if (finalizersOf(object).length === 0) this.#remove(object);
    else if (object.metadata.deletionTimestamp === undefined) this.#mark(object);
  }

  /** It goes when the last of its finalizers does. */
  #mark(object: StoredObject): void {
    const metadata = { ...object.metadata, deletionTimestamp: this.#now() };
    const marked = this.#numbered({ ...object, metadata });
    this.#objects.set(textOf(referenceOf(marked)), marked);
    this.#history.add({ version: this.#version, before: object, after: marked });
  }

  #remove(object: StoredObject): void {
    this.#version++;
    this.#objects.delete(textOf(referenceOf(object)));
    this.#history.add({ version: this.#version, before: object, after: undefined });
    this.#collectGarbage();
  }

  /** What is owned, and by nobody who is still there, goes: also what is made for an owner that is gone already. */
  #collectGarbage(): void {
    const living = new Set([...this.#objects.values()].map(({ metadata }) => metadata.uid));
    const orphan = [...this.#objects.values()].find(
      ({ metadata }) =>
        metadata.deletionTimestamp === undefined &&
        (metadata.ownerReferences?.length ?? 0) > 0 &&
        !metadata.ownerReferences?.some(({ uid }: OwnerReference) => living.has(uid)),
    );
    if (orphan === undefined) return;
    this.#delete(orphan); // and with it, one after the other, what it owned
    this.#collectGarbage();
  }

  #kindOf({ apiVersion, kind }: { apiVersion: string; kind: string }): Kind {
    const known = this.#kinds.get(`${apiVersion} ${kind}`);
    if (known !== undefined) return known;
    throw new ApiError(404, 'NoKindMatch', `no matches for kind "${kind}" in version "${apiVersion}"`);
  }
}

export { failures };

/** As it comes over the wire: without what is undefined, and nobody else's. */
function sent<Sent>(object: Sent): Sent {
  return JSON.parse(JSON.stringify(object));
}

/** What is written to: a status alone, or all but a status that has a way of its own. */
function partOf(object: ValueMap, kind: Kind, subresource: 'status' | undefined): ValueMap {
  const { apiVersion, kind: name, metadata, status, ...rest } = object;
  const identity = { apiVersion, kind: name };
  if (subresource === 'status') {
    const { name, namespace } = metadata as ObjectMetadata;
    return { ...identity, metadata: { name, namespace }, ...(status === undefined ? {} : { status }) };
  }
  return { ...identity, metadata, ...rest, ...(kind.hasStatus || status === undefined ? {} : { status }) };
}

/** What identifies an object was compared already and is not to be merged. */
function withoutIdentity(object: ValueMap): ValueMap {
  const {
    uid: _uid,
    resourceVersion: _version,
    generation: _generation,
    ...metadata
  } = object.metadata as ObjectMetadata;
  return { ...object, metadata };
}

/** @throws ApiError `Conflict` where another version or another object of the name is meant */
function expectVersion(
  reference: ObjectReference,
  { uid, resourceVersion }: ObjectMetadata,
  live: StoredObject | undefined,
): void {
  const { uid: liveUid, resourceVersion: liveVersion } = live?.metadata ?? {};
  if (uid !== undefined && uid !== liveUid)
    throw new ApiError(409, 'Conflict', `Precondition failed: UID of ${textOf(reference)}: ${uid}, there: ${liveUid}`);
  if (resourceVersion !== undefined && resourceVersion !== liveVersion)
    throw new ApiError(
      409,
      'Conflict',
      `Operation cannot be fulfilled on ${textOf(reference)}: ${failures.conflict().message}`,
    );
}

function ownedOf(object: StoredObject): Owned {
  const { managedFields = [], ...metadata } = object.metadata;
  return { object: { ...object, metadata }, managedFields };
}

/** What the generation counts: all but what the object is called and what is said of it; of a Deployment its annotations, too. */
function wishOf(object: ValueMap): ValueMap {
  const { metadata, status: _status, ...wish } = object;
  return object.kind === 'Deployment' ? { ...wish, annotations: (metadata as ObjectMetadata).annotations } : wish;
}

function hasNull(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasNull);
  return value === null || (isMap(value) && Object.values(value).some(hasNull));
}

/** The server does not store an empty list, and a NetworkPolicy that is written with one is a new one every time. */
function hasEmptyList(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0 || value.some(hasEmptyList);
  return isMap(value) && Object.values(value).some(hasEmptyList);
}

function timeless(object: StoredObject): ValueMap {
  const { managedFields = [], resourceVersion: _version, ...metadata } = object.metadata;
  return { ...object, metadata: { ...metadata, managedFields: managedFields.map(({ time: _time, ...rest }) => rest) } };
}

function finalizersOf(object: StoredObject): readonly unknown[] {
  const { finalizers } = object.metadata;
  return Array.isArray(finalizers) ? finalizers : [];
}

function notFound({ kind, name }: ObjectReference): ApiError {
  return new ApiError(404, 'NotFound', `${kind} "${name}" not found`);
}
