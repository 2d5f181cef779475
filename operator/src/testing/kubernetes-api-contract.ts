import { describe, expect, test } from '@jest/globals';
import {
  type KubernetesApi,
  type KubernetesObject,
  type ObjectReference,
  referenceOf,
  type Selection,
  type StoredObject,
  type WatchEvent,
} from '../kubernetes/kubernetes-api.ts';
import { customKind } from './structure.ts';

/** What the suite runs against: the fake, or a real server that knows `contractDefinition` and has the namespace. */
export interface ContractServer {
  readonly api: KubernetesApi;
  readonly namespace: string;
  /** Makes it forget what happened so far, though not what is. */
  readonly forget: () => Promise<unknown>;
}

const GROUP = 'contract.studynotion.dev';
const example = { apiVersion: `${GROUP}/v1`, kind: 'Example' };

/** The kind that the suite asks of a server besides those of Kubernetes. */
export const contractDefinition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `examples.${GROUP}` },
  spec: {
    group: GROUP,
    names: { kind: example.kind, plural: 'examples', singular: 'example' },
    scope: 'Namespaced',
    versions: [
      {
        ...{ name: 'v1', served: true, storage: true, subresources: { status: {} } },
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: {
              spec: {
                type: 'object',
                properties: {
                  words: { type: 'array', items: { type: 'string' } },
                  numbers: { type: 'object', additionalProperties: { type: 'integer' } },
                },
              },
              status: {
                type: 'object',
                properties: {
                  note: { type: 'string' },
                  conditions: {
                    type: 'array',
                    'x-kubernetes-list-type': 'map',
                    'x-kubernetes-list-map-keys': ['type'],
                    items: {
                      type: 'object',
                      required: ['type'],
                      properties: { type: { type: 'string' }, status: { type: 'string' } },
                    },
                  },
                },
              },
            },
          },
        },
      },
    ],
  },
};

/** The same for the fake. */
export const contractKinds = {
  [`${example.apiVersion} ${example.kind}`]: customKind(
    { status: { fields: { conditions: { keys: ['type'], item: { fields: {} } } } } },
    true,
  ),
};

const ours = { fieldManager: 'ours' };
const theirs = { fieldManager: 'theirs' };

/** Holds an API to what the operator relies on. @param begin gives the server, once it is there */
export function describeKubernetesApi(name: string, begin: () => ContractServer): void {
  let made = 0;
  /** A name that no other test has. */
  const newName = () => `object-${++made}`;
  const api = () => begin().api;

  const metadata = (name = newName(), more: object = {}) => ({ name, namespace: begin().namespace, ...more });
  const configMap = (data: object = { key: 'value' }, more: object = {}): KubernetesObject => ({
    ...{ apiVersion: 'v1', kind: 'ConfigMap' },
    metadata: metadata(undefined, more),
    data,
  });
  const anExample = (spec: object = {}): KubernetesObject => ({ ...example, metadata: metadata(), spec });
  const service = (ports: object[]): KubernetesObject => ({
    ...{ apiVersion: 'v1', kind: 'Service' },
    metadata: metadata(),
    spec: { selector: { app: 'web' }, ports },
  });
  const deployment = (container: object = {}, spec: object = {}): KubernetesObject => ({
    ...{ apiVersion: 'apps/v1', kind: 'Deployment' },
    metadata: metadata(),
    spec: {
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web' } },
        spec: { containers: [{ name: 'app', image: 'web:1.0', ...container }] },
      },
      ...spec,
    },
  });

  const stored = async (reference: ObjectReference): Promise<StoredObject> => {
    const object = await api().get(reference);
    if (object === undefined) throw new Error(`${reference.name} is not there`);
    return object;
  };
  /** Somebody else's change, as `kubectl edit` makes it. */
  const edit = async (reference: ObjectReference, change: (draft: Draft) => void): Promise<StoredObject> => {
    const draft = structuredClone(await stored(reference)) as unknown as Draft;
    change(draft);
    return api().replace(draft as unknown as StoredObject, theirs);
  };
  const fieldsOf = ({ metadata: { managedFields = [] } }: StoredObject, { fieldManager }: typeof ours) =>
    managedFields.filter(({ manager }) => manager === fieldManager).map(({ fieldsV1 }) => fieldsV1);

  describe(`${name}: reading`, () => {
    test('has nothing under a name that nobody gave', async () => {
      expect(await api().get(referenceOf(configMap()))).toBeUndefined();
    });

    test('tells a kind that there is not from an object that there is not', async () => {
      for (const kind of [
        { apiVersion: 'v1', kind: 'Confmap' },
        { apiVersion: `none.${GROUP}/v1`, kind: 'Example' },
      ]) {
        const noMatch = { status: 404, reason: 'NoKindMatch' };
        await expect(api().get({ ...kind, ...metadata() })).rejects.toMatchObject(noMatch);
        await expect(api().list({ ...kind, namespace: begin().namespace })).rejects.toMatchObject(noMatch);
        await expect(api().apply({ ...kind, metadata: metadata() }, ours)).rejects.toMatchObject(noMatch);
        const watching = collect(
          api().watch({ ...kind, namespace: begin().namespace }, '1', new AbortController().signal),
        );
        await expect(watching).rejects.toMatchObject(noMatch);
      }
    });

    test('lists what has the labels, by name, each saying what it is', async () => {
      const team = newName();
      const make = (labels: object) => api().create(configMap({}, { labels: { team, ...labels } }));
      const [one, two, three] = [
        await make({ tier: 'front', color: 'red' }),
        await make({ tier: 'back' }),
        await make({ tier: 'back', color: 'blue' }),
      ];
      const namesOf = async (labelSelector: string) => {
        const { items } = await api().list({ ...selectionOf(one), labelSelector: `team=${team}${labelSelector}` });
        for (const item of items) expect(item).toMatchObject({ apiVersion: 'v1', kind: 'ConfigMap' });
        return items.map((item) => item.metadata.name);
      };
      const [first, second, third] = [one, two, three].map((object) => object.metadata.name);
      expect(await namesOf('')).toEqual([first, second, third]);
      expect(await namesOf(',tier=back')).toEqual([second, third]);
      expect(await namesOf(',tier!=back')).toEqual([first]);
      expect(await namesOf(',color')).toEqual([first, third]);
      expect(await namesOf(',!color')).toEqual([second]);
      expect(await namesOf(',color in (red, blue),tier in (back)')).toEqual([third]);
      expect(await namesOf(',color notin (red)')).toEqual([second, third]);
    });

    test('lists one by its name, and refuses what it cannot select by', async () => {
      const object = await api().create(configMap());
      const select = (selector: object) => api().list({ ...selectionOf(object), ...selector });
      const { items } = await select({ fieldSelector: `metadata.name=${object.metadata.name}` });
      expect(items).toEqual([object]);
      await expect(select({ fieldSelector: 'data.key=value' })).rejects.toMatchObject({ status: 400 });
      await expect(select({ labelSelector: 'a=b=c' })).rejects.toMatchObject({ status: 400 });
    });

    test('is called off by its signal', async () => {
      const signal = AbortSignal.abort();
      await expect(api().get(referenceOf(configMap()), signal)).rejects.toMatchObject({ name: 'AbortError' });
      await expect(api().list(selectionOf(configMap()), signal)).rejects.toMatchObject({ name: 'AbortError' });
    });
  });

  describe(`${name}: watching`, () => {
    test('tells what came after the list, in order, also that an object left the selection', async () => {
      const team = newName();
      const labels = { team };
      const selection: Selection = { ...selectionOf(configMap()), labelSelector: `team=${team}` };
      await api().create(configMap({}, { labels }));
      const { resourceVersion } = await api().list(selection);
      const [staying, leaving] = [configMap({}, { labels }), configMap({}, { labels })];
      const ending = new AbortController();
      const seen: [string, string][] = [];
      const watching = (async () => {
        for await (const { type, object } of api().watch(selection, resourceVersion, ending.signal)) {
          if (type !== 'BOOKMARK') seen.push([type, object.metadata.name]);
          if (seen.length === 5) ending.abort();
        }
      })();
      const { uid } = (await api().create(staying)).metadata;
      await api().create(leaving);
      await api().create(configMap()); // of another team
      await api().apply({ ...staying, data: { key: 'other' } }, ours);
      await edit(referenceOf(leaving), (draft) => {
        draft.metadata.labels = { team: 'another' };
      });
      await api().delete(referenceOf(staying), uid);
      await watching;
      expect(seen).toEqual([
        ['ADDED', staying.metadata.name],
        ['ADDED', leaving.metadata.name],
        ['MODIFIED', staying.metadata.name],
        ['DELETED', leaving.metadata.name],
        ['DELETED', staying.metadata.name],
      ]);
    });

    test('goes on after the version of any event, without it', async () => {
      const object = configMap();
      const first = await api().create(object);
      const second = await api().apply({ ...object, data: { key: '2' } }, ours);
      const ending = new AbortController();
      const selection = { ...selectionOf(object), fieldSelector: `metadata.name=${object.metadata.name}` };
      const seen: WatchEvent[] = [];
      for await (const event of api().watch(selection, first.metadata.resourceVersion, ending.signal)) {
        seen.push(event);
        ending.abort();
      }
      expect(seen).toEqual([{ type: 'MODIFIED', object: second }]);
    });

    test('ends without an error when its signal says so, also before it began', async () => {
      const { resourceVersion } = await api().list(selectionOf(configMap()));
      const ending = new AbortController();
      const watching = collect(api().watch(anotherNamespace(), resourceVersion, ending.signal));
      ending.abort();
      expect(await watching).toEqual([]);
      expect(await collect(api().watch(anotherNamespace(), resourceVersion, ending.signal))).toEqual([]);
    });

    test('refuses a version that it remembers no longer', async () => {
      const { metadata: first } = await api().create(configMap());
      await api().create(configMap());
      await begin().forget();
      const { signal } = new AbortController();
      const watching = collect(api().watch(selectionOf(configMap()), first.resourceVersion, signal));
      await expect(watching).rejects.toMatchObject({ status: 410, reason: 'Expired' });
    });

    const anotherNamespace = (): Selection => ({ ...selectionOf(configMap()), namespace: 'nobody' });
  });

  describe(`${name}: creating`, () => {
    test('gives identity, version and, where it is counted, generation', async () => {
      const object = deployment();
      const created = await api().create(object, ours);
      expect(created).toMatchObject(object);
      expect(created.metadata).toMatchObject({
        uid: expect.stringMatching(/^[0-9a-f-]{36}$/),
        resourceVersion: expect.stringMatching(/^\d+$/),
        creationTimestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
        generation: 1,
      });
      expect(await stored(referenceOf(object))).toEqual(created);
      expect((await api().create(configMap())).metadata.generation).toBeUndefined();
    });

    test('refuses a second object of the name', async () => {
      const object = configMap();
      await api().create(object);
      await expect(api().create(object)).rejects.toMatchObject({ status: 409, reason: 'AlreadyExists' });
    });

    test('stores nothing in a dry run, and answers as if', async () => {
      const object = deployment();
      expect(await api().create(object, { dryRun: true })).toMatchObject({ spec: { replicas: 1 } });
      expect(await api().get(referenceOf(object))).toBeUndefined();
    });

    test('refuses what is not valid, with the field in its message', async () => {
      await expect(api().create(deployment({}, { selector: undefined }))).rejects.toMatchObject({ status: 422 });
      const other = deployment({}, { selector: { matchLabels: { app: 'other' } } });
      const says = {
        status: 422,
        reason: 'Invalid',
        message: expect.stringContaining('spec.template.metadata.labels'),
      };
      await expect(api().create(other)).rejects.toMatchObject(says);
    });
  });

  describe(`${name}: applying`, () => {
    test('makes what there is not, and writes nothing for what is so already', async () => {
      const object = deployment({ env: [{ name: 'A', value: '1' }], resources: { requests: { cpu: '1000m' } } });
      const first = await api().apply(object, ours);
      expect(first.metadata.generation).toBe(1);
      expect(await api().apply(object, ours)).toEqual(first);
      expect(await api().apply(object, { ...ours, dryRun: true })).toEqual(first);
      expect(await stored(referenceOf(object))).toEqual(first);
    });

    test('counts a generation for what is wanted, and none for labels', async () => {
      for (const object of [deployment(), anExample({ words: ['one'] })]) {
        await api().apply(object, ours);
        const labelled = { ...object, metadata: { ...object.metadata, labels: { a: 'b' } } };
        expect((await api().apply(labelled, ours)).metadata).toMatchObject({ generation: 1, labels: { a: 'b' } });
        const changed = { ...labelled, spec: { ...(object.spec as object), ...changeOf(object) } };
        expect((await api().apply(changed, ours)).metadata.generation).toBe(2);
      }
    });

    test('says in a dry run what it would make of it, and leaves it', async () => {
      const object = configMap({ a: '1' });
      const first = await api().apply(object, ours);
      const tried = await api().apply({ ...object, data: { a: '2' } }, { ...ours, dryRun: true });
      expect(tried).toMatchObject({ data: { a: '2' } });
      expect(await stored(referenceOf(object))).toEqual(first);
    });

    test('takes away what it named before and does not now, and leaves what others have added', async () => {
      const object = configMap({ a: '1', b: '2' }, { labels: { ours: '1', more: '1' } });
      await api().apply(object, ours);
      await edit(referenceOf(object), (draft) => {
        Object.assign(draft, { data: { a: '1', b: '2', foreign: '3' } });
        draft.metadata.annotations = { foreign: '1' };
      });
      const { metadata: its } = object;
      const next = { ...object, metadata: { ...its, labels: { ours: '1' } }, data: { b: '2' } };
      expect(await api().apply(next, ours)).toMatchObject({
        data: { b: '2', foreign: '3' },
        metadata: { labels: { ours: '1' }, annotations: { foreign: '1' } },
      });
      const after = await stored(referenceOf(object));
      expect(Object.keys(after.data as object)).toEqual(['b', 'foreign']);
      expect(after.metadata.labels).toEqual({ ours: '1' });
    });

    test('names the fields and their managers', async () => {
      const object = deployment({ env: [{ name: 'A', value: '1' }], ports: [{ containerPort: 80 }] });
      const applied = await api().apply(object, ours);
      const inContainer = {
        '.': {},
        'f:name': {},
        'f:image': {},
        'f:env': { 'k:{"name":"A"}': { '.': {}, 'f:name': {}, 'f:value': {} } },
        'f:ports': { 'k:{"containerPort":80,"protocol":"TCP"}': { '.': {}, 'f:containerPort': {} } },
      };
      expect(applied.metadata.managedFields).toEqual([
        {
          ...{ manager: 'ours', operation: 'Apply', apiVersion: 'apps/v1', fieldsType: 'FieldsV1' },
          time: expect.any(String),
          fieldsV1: {
            'f:spec': {
              'f:selector': {},
              'f:template': {
                'f:metadata': { 'f:labels': { 'f:app': {} } },
                'f:spec': { 'f:containers': { 'k:{"name":"app"}': inContainer } },
              },
            },
          },
        },
      ]);
    });

    test('mends what another has changed, and takes it back', async () => {
      const object = deployment();
      await api().apply(object, ours);
      const edited = await edit(referenceOf(object), (draft) => {
        containerOf(draft).image = 'other:1';
      });
      expect(JSON.stringify(fieldsOf(edited, theirs))).toContain('f:image');
      const mended = await api().apply(object, ours);
      expect(containerOf(mended).image).toBe('web:1.0');
      expect(fieldsOf(mended, theirs)).toEqual([]);
      expect(JSON.stringify(fieldsOf(mended, ours))).toContain('f:image');
    });

    test('leaves what another has added to a pod, whose fields say so', async () => {
      const object = deployment({ env: [{ name: 'A', value: '1' }] });
      await api().apply(object, ours);
      await edit(referenceOf(object), (draft) => {
        containerOf(draft).env = [
          { name: 'A', value: '1' },
          { name: 'FOREIGN', value: '2' },
        ];
      });
      const applied = await api().apply(object, ours);
      expect(containerOf(applied).env).toHaveLength(2);
      expect(JSON.stringify(fieldsOf(applied, theirs))).toContain('k:{\\"name\\":\\"FOREIGN\\"}');
    });

    test('takes items of a list away by their keys', async () => {
      const volumes = [
        { name: 'a', emptyDir: {} },
        { name: 'b', emptyDir: {} },
      ];
      const mounts = [
        { name: 'a', mountPath: '/a' },
        { name: 'b', mountPath: '/b' },
      ];
      const object = deployment({ volumeMounts: mounts }, {});
      const withVolumes = (count: number) => {
        const draft = structuredClone(object) as unknown as Draft;
        podOf(draft).volumes = volumes.slice(0, count);
        containerOf(draft).volumeMounts = mounts.slice(0, count);
        return draft as unknown as KubernetesObject;
      };
      await api().apply(withVolumes(2), ours);
      const applied = await api().apply(withVolumes(1), ours);
      expect(podOf(applied).volumes).toEqual(volumes.slice(0, 1));
      expect(containerOf(applied).volumeMounts).toEqual(mounts.slice(0, 1));
    });

    test('replaces a list without keys as a whole', async () => {
      const object = anExample({ words: ['one', 'two'], numbers: { one: 1 } });
      await api().apply(object, ours);
      await edit(referenceOf(object), (draft) => {
        draft.spec = { words: ['one', 'foreign'], numbers: { one: 1, foreign: 2 } };
      });
      const applied = await api().apply({ ...object, spec: { words: ['three'], numbers: { one: 1 } } }, ours);
      expect(applied.spec).toEqual({ words: ['three'], numbers: { one: 1, foreign: 2 } });
    });

    test('lets replicas that are given up be one, unless another has named them first', async () => {
      const object = deployment();
      const withReplicas = (replicas?: number) => ({ ...object, spec: { ...(object.spec as object), replicas } });
      await api().apply(withReplicas(3), ours);
      expect(await api().apply(withReplicas(), ours)).toMatchObject({ spec: { replicas: 1 } });

      await api().apply(withReplicas(3), ours);
      const replicas = { ...referenceObject(object), spec: { replicas: 3 } };
      await api().apply(replicas, theirs);
      expect(await api().apply(withReplicas(), ours)).toMatchObject({ spec: { replicas: 3 } });
    });

    test('does not move a port that somebody has changed: two of one name are refused, and a replacement is not', async () => {
      const object = service([{ name: 'http', port: 80 }]);
      await api().apply(object, ours);
      const edited = await edit(referenceOf(object), (draft) => {
        Object.assign(draft.spec as object, { ports: [{ name: 'http', port: 81, protocol: 'TCP', targetPort: 80 }] });
      });
      const refusal = { status: 422, reason: 'Invalid', message: expect.stringContaining('Duplicate value') };
      await expect(api().apply(object, ours)).rejects.toMatchObject(refusal);
      await expect(api().apply(object, { ...ours, dryRun: true })).rejects.toMatchObject(refusal);
      const { clusterIP, clusterIPs } = edited.spec as Record<string, unknown>;
      const spec = { ...(object.spec as object), clusterIP, clusterIPs };
      const replaced = await api().replace({ ...edited, spec }, ours);
      expect(replaced).toMatchObject({ spec: { clusterIP, ports: [{ name: 'http', port: 80, targetPort: 80 }] } });
      expect((await api().apply(object, ours)).metadata.uid).toBe(edited.metadata.uid);
    });

    test('changes the port that it named itself', async () => {
      const object = service([{ name: 'http', port: 80 }]);
      await api().apply(object, ours);
      const spec = { ...(object.spec as object), ports: [{ name: 'http', port: 81 }] };
      const applied = await api().apply({ ...object, spec }, ours);
      expect((applied.spec as { ports: object[] }).ports).toMatchObject([{ name: 'http', port: 81 }]);
    });

    test('gives a Service the address it has', async () => {
      const object = service([{ name: 'http', port: 80 }]);
      const { clusterIP } = (await api().apply(object, ours)).spec as { clusterIP: string };
      expect(clusterIP).toMatch(/^10\.96\./);
      const spec = { ...(object.spec as object), selector: { app: 'other' } };
      expect(await api().apply({ ...object, spec }, ours)).toMatchObject({ spec: { clusterIP } });
    });

    test('refuses to change what cannot be changed', async () => {
      const object = deployment();
      await api().apply(object, ours);
      const other = { matchLabels: { app: 'web', more: '1' } };
      const changed = deployment({}, { selector: other });
      const spec = changed.spec as { template: { metadata: object } };
      spec.template.metadata = { labels: other.matchLabels };
      await expect(api().apply({ ...changed, metadata: object.metadata }, ours)).rejects.toMatchObject({
        ...{ status: 422, reason: 'Invalid' },
        message: expect.stringContaining('spec.selector'),
      });
    });

    test('holds to a version and to an identity where they are named', async () => {
      const object = configMap({ a: '1' });
      const { uid, resourceVersion } = (await api().apply(object, ours)).metadata;
      const at = (more: object) => api().apply({ ...object, metadata: { ...object.metadata, ...more } }, ours);
      const conflict = { status: 409, reason: 'Conflict' };
      await expect(at({ uid: '00000000-0000-4000-8000-00000000dead' })).rejects.toMatchObject({ status: 422 });
      expect((await at({ uid, resourceVersion })).metadata.resourceVersion).toBe(resourceVersion);
      await api().apply({ ...object, data: { a: '2' } }, ours);
      await expect(at({ resourceVersion })).rejects.toMatchObject(conflict);
    });

    test('does not make again what has an identity and is gone', async () => {
      const gone = { ...configMap().metadata, uid: '00000000-0000-4000-8000-00000000dead' };
      await expect(api().apply({ ...configMap(), metadata: gone }, ours)).rejects.toMatchObject({ status: 409 });
    });

    test('refuses fields that belong to managers', async () => {
      const applied = await api().apply(configMap(), ours);
      await expect(api().apply(applied, ours)).rejects.toMatchObject({ status: 400, reason: 'BadRequest' });
    });

    test('stores texts of a Secret encoded, and does not answer with them', async () => {
      const secret = { apiVersion: 'v1', kind: 'Secret', metadata: metadata(), stringData: { key: 'text' } };
      const created = await api().create(secret);
      expect(created).toMatchObject({ type: 'Opaque', data: { key: 'dGV4dA==' } });
      expect(created.stringData).toBeUndefined();
    });
  });

  describe(`${name}: the status`, () => {
    test('is written apart from the rest, either way, and counts no generation', async () => {
      const object = anExample({ words: ['one'] });
      const created = await api().create({ ...object, status: { note: 'from a create' } });
      expect(created.status).toBeUndefined();
      expect((await api().apply({ ...object, status: { note: 'from an apply' } }, ours)).status).toBeUndefined();

      const status = { ...referenceObject(object), status: { note: 'said' }, spec: { words: ['two'] } };
      const said = await api().applyStatus(status, ours);
      expect(said).toMatchObject({ spec: { words: ['one'] }, status: { note: 'said' }, metadata: { generation: 1 } });
      expect((await api().applyStatus(status, ours)).metadata.resourceVersion).toBe(said.metadata.resourceVersion);

      const applied = await api().apply({ ...object, spec: { words: ['three'] } }, ours);
      expect(applied).toMatchObject({ status: { note: 'said' }, metadata: { generation: 2 } });
    });

    test('has conditions of several managers, one of each type', async () => {
      const object = await api().create(anExample());
      const say = (manager: typeof ours, ...types: string[]) => {
        const conditions = types.map((type) => ({ type, status: 'True' }));
        return api().applyStatus({ ...referenceObject(object), status: { conditions } }, manager);
      };
      const typesOf = ({ status }: StoredObject) =>
        (status as { conditions: { type: string }[] }).conditions.map(({ type }) => type);
      await say(ours, 'Ready', 'Progressing');
      expect(typesOf(await say(theirs, 'Reachable'))).toEqual(['Ready', 'Progressing', 'Reachable']);
      expect(typesOf(await say(ours, 'Progressing'))).toEqual(['Progressing', 'Reachable']);
    });

    test('cannot be of an object that there is not', async () => {
      const status = { ...referenceObject(anExample()), status: { note: 'said' } };
      await expect(api().applyStatus(status, ours)).rejects.toMatchObject({ status: 404, reason: 'NotFound' });
    });

    test('is held to a version, and to no identity: only a version keeps it from another object of the name', async () => {
      const { metadata: first } = await api().create(anExample());
      const { name, namespace, resourceVersion } = first;
      const at = (more: object) =>
        api().applyStatus({ ...example, metadata: { name, namespace, ...more }, status: { note: 'said' } }, ours);
      expect(await at({ uid: '00000000-0000-4000-8000-00000000dead' })).toMatchObject({ metadata: { uid: first.uid } });
      await expect(at({ resourceVersion })).rejects.toMatchObject({ status: 409, reason: 'Conflict' });
    });
  });

  describe(`${name}: replacing`, () => {
    test('puts the new in the place of the very version, and nothing in the place of another', async () => {
      const object = configMap({ a: '1', b: '2' });
      const first = await api().create(object);
      const second = await api().replace({ ...first, data: { a: '3' } }, theirs);
      expect(second.data).toEqual({ a: '3' });
      expect(second.metadata.uid).toBe(first.metadata.uid);
      await expect(api().replace({ ...first, data: {} }, theirs)).rejects.toMatchObject({
        ...{ status: 409, reason: 'Conflict' },
      });
      expect(await stored(referenceOf(object))).toEqual(second);
      const gone = { ...first, metadata: { ...first.metadata, name: newName() } };
      await expect(api().replace(gone, theirs)).rejects.toMatchObject({ status: 404, reason: 'NotFound' });
      const other = { ...second.metadata, uid: '00000000-0000-4000-8000-00000000dead' };
      await expect(api().replace({ ...second, metadata: other, data: {} }, theirs)).rejects.toMatchObject({
        ...{ status: 409, reason: 'Conflict' },
      });
    });

    test('stores nothing in a dry run, and nothing for what is the same', async () => {
      const first = await api().create(configMap({ a: '1' }));
      const tried = await api().replace({ ...first, data: { a: '2' } }, { ...theirs, dryRun: true });
      expect(tried).toMatchObject({ data: { a: '2' } });
      expect(await api().replace(first, theirs)).toEqual(first);
      expect(await stored(referenceOf(first))).toEqual(first);
    });

    test('leaves the status as it is', async () => {
      const object = await api().create(anExample({ words: ['one'] }));
      const said = await api().applyStatus({ ...referenceObject(object), status: { note: 'said' } }, ours);
      const replaced = await api().replace({ ...said, spec: { words: ['two'] }, status: { note: 'other' } }, theirs);
      expect(replaced).toMatchObject({ spec: { words: ['two'] }, status: { note: 'said' } });
    });
  });

  describe(`${name}: deleting`, () => {
    test('takes the very object away, and no other of its name', async () => {
      const object = configMap();
      const { uid } = (await api().create(object)).metadata;
      await api().delete(referenceOf(object), '00000000-0000-4000-8000-00000000dead');
      expect(await api().get(referenceOf(object))).toBeDefined();
      await api().delete(referenceOf(object), uid);
      expect(await api().get(referenceOf(object))).toBeUndefined();
      await api().delete(referenceOf(object), uid);
    });

    test('waits for whoever has a finalizer on it', async () => {
      const object = configMap({}, { finalizers: ['studynotion.dev/wait'] });
      const { uid } = (await api().create(object)).metadata;
      await api().delete(referenceOf(object), uid);
      const waiting = await stored(referenceOf(object));
      expect(waiting.metadata.deletionTimestamp).toEqual(expect.any(String));
      await api().delete(referenceOf(object), uid);
      await edit(referenceOf(object), (draft) => {
        draft.metadata.finalizers = [];
      });
      expect(await api().get(referenceOf(object))).toBeUndefined();
    });
  });
}

type Draft = Record<string, unknown> & { metadata: Record<string, unknown> };

function podOf(object: Draft | StoredObject): Record<string, unknown> {
  return (object.spec as { template: { spec: Record<string, unknown> } }).template.spec;
}

/** The first container of a Deployment. */
function containerOf(object: Draft | StoredObject): Record<string, unknown> {
  const [container] = podOf(object).containers as Record<string, unknown>[];
  return container ?? {};
}

function selectionOf({ apiVersion, kind, metadata: { namespace } }: KubernetesObject): Selection {
  return { apiVersion, kind, namespace };
}

/** What an object is, and nothing of what it holds. */
function referenceObject({ apiVersion, kind, metadata: { name, namespace } }: KubernetesObject): KubernetesObject {
  return { apiVersion, kind, metadata: { name, namespace } };
}

function changeOf({ kind }: KubernetesObject): object {
  return kind === 'Deployment' ? { paused: true } : { words: ['two'] };
}

async function collect(events: AsyncIterable<WatchEvent>): Promise<WatchEvent[]> {
  const seen: WatchEvent[] = [];
  for await (const event of events) seen.push(event);
  return seen;
}
