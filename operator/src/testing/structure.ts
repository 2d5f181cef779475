/**
 * How the API server merges what it is given: a list whose items have keys is merged item by item, any other list and an
 * atomic map are replaced as a whole, and other maps are merged field by field. What is not named here is a map that is
 * merged or a list that is replaced. From the OpenAPI document of Kubernetes (`x-kubernetes-list-map-keys`,
 * `x-kubernetes-map-type`): https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy.
 */
export type Structure = 'atomic' | 'set' | Fields | ListMap | MapOf;

export interface Fields {
  readonly fields: Readonly<Record<string, Structure>>;
}

export interface ListMap {
  /** Fields that together name an item. */
  readonly keys: readonly string[];
  /** What a key is where an item does not have it. @default none */
  readonly defaults?: Readonly<Record<string, string>>;
  readonly item: Fields;
}

/** A map whose names are the user's, with values that are maps. */
export interface MapOf {
  readonly each: Structure;
}

export interface Kind {
  readonly structure: Fields;
  /** What every object of the kind has, also where nobody wrote it: it belongs to nobody. */
  readonly empty: Readonly<Record<string, unknown>>;
  /** Whether the status is written apart from the rest. */
  readonly hasStatus: boolean;
  /** Whether `metadata.generation` counts the changes of what is wanted. */
  readonly hasGeneration: boolean;
  /** Whether an empty list that is written where none is stored is a change, which is never over. @default false */
  readonly countsEmptyLists?: boolean;
  /**
   * Whether a null is refused, which pruning leaves of a map whose items were ours and that somebody else owns: then
   * nobody can apply it any more, and it can only be replaced. @default false
   */
  readonly refusesNull?: boolean;
}

const nothingNamed: Fields = { fields: {} };

function fields(named: Readonly<Record<string, Structure>>): Fields {
  return { fields: named };
}

function listBy(keys: readonly string[], item: Fields = nothingNamed, defaults?: Record<string, string>): ListMap {
  return { keys, item, defaults };
}

const metadata = fields({ ownerReferences: listBy(['uid']), finalizers: 'set' });

const container = fields({
  env: listBy(
    ['name'],
    fields({
      valueFrom: fields({
        configMapKeyRef: 'atomic',
        secretKeyRef: 'atomic',
        fieldRef: 'atomic',
        resourceFieldRef: 'atomic',
      }),
    }),
  ),
  ports: listBy(['containerPort', 'protocol'], nothingNamed, { protocol: 'TCP' }),
  volumeMounts: listBy(['mountPath']),
  volumeDevices: listBy(['devicePath']),
  resources: fields({ claims: listBy(['name']) }),
});

const pod = fields({
  containers: listBy(['name'], container),
  initContainers: listBy(['name'], container),
  ephemeralContainers: listBy(['name'], container),
  volumes: listBy(['name']),
  imagePullSecrets: listBy(['name']),
  hostAliases: listBy(['ip']),
  schedulingGates: listBy(['name']),
  resourceClaims: listBy(['name']),
  topologySpreadConstraints: listBy(['topologyKey', 'whenUnsatisfiable'], fields({ labelSelector: 'atomic' })),
  nodeSelector: 'atomic',
  affinity: fields({ nodeAffinity: fields({ requiredDuringSchedulingIgnoredDuringExecution: 'atomic' }) }),
});

const template = fields({ metadata, spec: pod });
export const conditions: Fields = fields({ conditions: listBy(['type']) });
const ingressBackend = fields({ resource: 'atomic', service: fields({ port: 'atomic' }) });

type Traits = 'status' | 'generation' | 'both' | 'neither';

function kind(named: Readonly<Record<string, Structure>>, traits: Traits, empty: object = {}): Kind {
  return {
    structure: fields({ metadata, ...named }),
    empty: { metadata: {}, ...empty },
    hasStatus: traits === 'status' || traits === 'both',
    hasGeneration: traits === 'generation' || traits === 'both',
  };
}

/** A kind of a custom resource definition, whose lists are replaced as a whole unless its schema says otherwise. */
export function customKind(named: Readonly<Record<string, Structure>> = {}, hasStatus = false): Kind {
  return { ...kind(named, hasStatus ? 'both' : 'generation'), refusesNull: true };
}

const emptyTemplate = { metadata: {}, spec: { containers: null } };

/** What the API server has, by version and name. */
export const builtInKinds: Readonly<Record<string, Kind>> = {
  'apps/v1 Deployment': kind({ spec: fields({ selector: 'atomic', template }), status: conditions }, 'both', {
    spec: { selector: null, template: emptyTemplate, strategy: {} },
    status: {},
  }),
  'apps/v1 StatefulSet': kind({ spec: fields({ selector: 'atomic', template }), status: conditions }, 'both', {
    spec: { selector: null, template: emptyTemplate, updateStrategy: {} },
    status: { replicas: 0, availableReplicas: 0 },
  }),
  'v1 Service': kind(
    {
      spec: fields({ selector: 'atomic', ports: listBy(['port', 'protocol'], nothingNamed, { protocol: 'TCP' }) }),
      status: conditions,
    },
    'status',
    { spec: {}, status: { loadBalancer: {} } },
  ),
  'v1 Pod': kind({ spec: pod, status: fields({ ...conditions.fields, podIPs: listBy(['ip']) }) }, 'both', {
    spec: { containers: null },
    status: {},
  }),
  'v1 ConfigMap': kind({}, 'neither'),
  'v1 Secret': kind({}, 'neither'),
  'v1 ServiceAccount': kind({ secrets: listBy(['name']) }, 'neither'),
  'v1 PersistentVolumeClaim': kind(
    { spec: fields({ selector: 'atomic', dataSource: 'atomic' }), status: conditions },
    'status',
    { spec: { resources: {} }, status: {} },
  ),
  'v1 Event': kind({ involvedObject: 'atomic', related: 'atomic' }, 'neither', {
    ...{ involvedObject: {}, source: {}, firstTimestamp: null, lastTimestamp: null, eventTime: null },
    ...{ reportingComponent: '', reportingInstance: '' },
  }),
  'events.k8s.io/v1 Event': kind({ regarding: 'atomic', related: 'atomic' }, 'neither', { eventTime: null }),
  'coordination.k8s.io/v1 Lease': kind({}, 'neither', { spec: {} }),
  'networking.k8s.io/v1 NetworkPolicy': {
    ...kind({ spec: fields({ podSelector: 'atomic' }) }, 'generation', { spec: {} }),
    countsEmptyLists: true,
  },
  'networking.k8s.io/v1 Ingress': kind({ spec: fields({ defaultBackend: ingressBackend }) }, 'both', {
    spec: {},
    status: { loadBalancer: {} },
  }),
  'autoscaling/v2 HorizontalPodAutoscaler': kind({ status: conditions }, 'status', {
    spec: { scaleTargetRef: { kind: '', name: '' }, maxReplicas: 0 },
    status: { desiredReplicas: 0, currentMetrics: null },
  }),
  'policy/v1 PodDisruptionBudget': kind({ spec: fields({ selector: 'atomic' }), status: conditions }, 'both', {
    spec: {},
    status: { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 },
  }),
  'rbac.authorization.k8s.io/v1 Role': kind({}, 'neither', { rules: null }),
  'rbac.authorization.k8s.io/v1 RoleBinding': kind({ roleRef: 'atomic' }, 'neither', {
    roleRef: { apiGroup: '', kind: '', name: '' },
  }),
};

const mapOfFields: MapOf = { each: nothingNamed };

/** What Dapr and the operator itself add to it. */
export const customKinds: Readonly<Record<string, Kind>> = {
  'dapr.io/v1alpha1 Component': customKind(),
  'dapr.io/v1alpha1 Configuration': customKind(),
  'dapr.io/v1alpha1 Resiliency': customKind({
    spec: fields({
      policies: fields({ retries: mapOfFields, circuitBreakers: mapOfFields }),
      targets: fields({ apps: mapOfFields, actors: mapOfFields, components: mapOfFields }),
    }),
  }),
  'dapr.io/v2alpha1 Subscription': customKind(),
  'platform.studynotion.dev/v1alpha1 StudyNotion': customKind(
    { status: fields({ conditions: listBy(['type']), serviceStatuses: listBy(['name']) }) },
    true,
  ),
};
