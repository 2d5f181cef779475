import { isMap, type ValueMap } from './field-set.ts';
import { builtInKinds } from './structure.ts';

type Draft = Record<string, unknown>;

/**
 * An object as the API server stores it: with the defaults of its kind and in the server's spelling. A comparison of what
 * was sent with what is stored would find differences for ever.
 */
export function stored(object: ValueMap): ValueMap {
  const isOwn = `${object.apiVersion} ${object.kind}` in builtInKinds;
  const draft = withoutNothing(structuredClone(object), isOwn) as Draft;
  byKind[`${draft.apiVersion} ${draft.kind}`]?.(draft);
  return draft;
}

const byKind: Readonly<Record<string, (object: Draft) => void>> = {
  'apps/v1 Deployment': ({ spec }) => {
    if (!isDraft(spec)) return;
    defaults(spec, { replicas: 1, revisionHistoryLimit: 10, progressDeadlineSeconds: 600 });
    const strategy = within(spec, 'strategy', { type: 'RollingUpdate' });
    if (strategy.type === 'RollingUpdate')
      within(strategy, 'rollingUpdate', { maxUnavailable: '25%', maxSurge: '25%' });
    template(spec);
  },
  'apps/v1 StatefulSet': ({ spec }) => {
    if (!isDraft(spec)) return;
    defaults(spec, { replicas: 1, revisionHistoryLimit: 10, podManagementPolicy: 'OrderedReady' });
    within(spec, 'persistentVolumeClaimRetentionPolicy', { whenDeleted: 'Retain', whenScaled: 'Retain' });
    // Where the type is named, the rest is not filled in.
    const strategy = within(spec, 'updateStrategy', {});
    if (strategy.type === undefined) {
      strategy.type = 'RollingUpdate';
      within(strategy, 'rollingUpdate', { partition: 0 });
    }
    template(spec);
    for (const claim of drafts(spec.volumeClaimTemplates)) {
      defaults(claim, { apiVersion: 'v1', kind: 'PersistentVolumeClaim', status: { phase: 'Pending' } });
      if (isDraft(claim.spec)) volumeClaim(claim.spec);
    }
  },
  'v1 Pod': ({ spec }) => {
    if (!isDraft(spec)) return;
    podSpec(spec);
    // Of a pod, and not of a template.
    for (const { resources } of [...drafts(spec.containers), ...drafts(spec.initContainers)])
      if (isDraft(resources) && isMap(resources.limits)) within(resources, 'requests', resources.limits);
  },
  'v1 PersistentVolumeClaim': (object) => {
    if (isDraft(object.spec)) volumeClaim(object.spec);
    within(object, 'status', { phase: 'Pending' });
  },
  'v1 Service': ({ spec }) => {
    if (!isDraft(spec)) return;
    defaults(spec, { type: 'ClusterIP', sessionAffinity: 'None', internalTrafficPolicy: 'Cluster' });
    for (const port of drafts(spec.ports)) defaults(port, { protocol: 'TCP', targetPort: port.port });
  },
  'v1 Secret': (object) => {
    defaults(object, { type: 'Opaque' });
    if (!isMap(object.stringData)) return;
    const encoded = Object.entries(object.stringData).map(([key, text]) => [
      key,
      Buffer.from(String(text)).toString('base64'),
    ]);
    object.data = { ...(isMap(object.data) ? object.data : {}), ...Object.fromEntries(encoded) };
    delete object.stringData; // is never answered
  },
  'networking.k8s.io/v1 NetworkPolicy': ({ spec }) => {
    if (!isDraft(spec)) return;
    defaults(spec, { policyTypes: ['Ingress', ...(spec.egress === undefined ? [] : ['Egress'])] });
    for (const rule of [...drafts(spec.ingress), ...drafts(spec.egress)])
      for (const port of drafts(rule.ports)) defaults(port, { protocol: 'TCP' });
  },
  'autoscaling/v2 HorizontalPodAutoscaler': ({ spec }) => {
    if (!isDraft(spec)) return;
    const metrics = [
      { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } },
    ];
    defaults(spec, { minReplicas: 1, metrics });
    for (const rules of isDraft(spec.behavior) ? Object.values(spec.behavior) : [])
      if (isDraft(rules)) defaults(rules, { selectPolicy: 'Max' });
  },
  'dapr.io/v1alpha1 Configuration': ({ spec }) => {
    if (isDraft(spec)) within(spec, 'metric', { enabled: true });
  },
  'rbac.authorization.k8s.io/v1 RoleBinding': ({ roleRef, subjects }) => {
    if (isDraft(roleRef)) defaults(roleRef, { apiGroup: 'rbac.authorization.k8s.io' });
    for (const subject of drafts(subjects))
      if (subject.kind !== 'ServiceAccount') defaults(subject, { apiGroup: 'rbac.authorization.k8s.io' });
  },
};

function template(spec: Draft): void {
  const pod = within(spec, 'template', {});
  if (isDraft(pod.spec)) podSpec(pod.spec);
}

function podSpec(spec: Draft): void {
  defaults(spec, {
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    securityContext: {},
    schedulerName: 'default-scheduler',
  });
  // Two names of one field: whoever names one of them gets both, and who gives up the one leaves it to the other.
  const account = spec.serviceAccountName ?? spec.serviceAccount;
  if (account !== undefined) Object.assign(spec, { serviceAccountName: account, serviceAccount: account });
  for (const container of [...drafts(spec.containers), ...drafts(spec.initContainers)]) containerOf(container);
  for (const volume of drafts(spec.volumes)) volumeOf(volume);
}

function containerOf(container: Draft): void {
  const image = String(container.image ?? '');
  const isLatest = image.endsWith(':latest') || !/[:@][^/]*$/.test(image);
  defaults(container, {
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: isLatest ? 'Always' : 'IfNotPresent',
    resources: {},
  });
  const { resources } = container;
  if (isDraft(resources)) {
    for (const name of ['limits', 'requests'])
      if (isMap(resources[name])) resources[name] = quantities(resources[name]);
  }
  for (const port of drafts(container.ports)) defaults(port, { protocol: 'TCP' });
  for (const name of ['livenessProbe', 'readinessProbe', 'startupProbe']) {
    const probe = container[name];
    if (!isDraft(probe)) continue;
    defaults(probe, { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 });
    if (isDraft(probe.httpGet)) defaults(probe.httpGet, { path: '/', scheme: 'HTTP' });
  }
  for (const variable of drafts(container.env)) {
    // A variable without value is empty, and an empty one is stored without.
    if (variable.value === '') delete variable.value;
    if (isDraft(variable.valueFrom) && isDraft(variable.valueFrom.fieldRef))
      defaults(variable.valueFrom.fieldRef, { apiVersion: 'v1' });
  }
}

function volumeOf(volume: Draft): void {
  if (Object.keys(volume).length === 1) volume.emptyDir = {};
  for (const source of ['configMap', 'secret', 'projected', 'downwardAPI']) {
    const its = volume[source];
    if (!isDraft(its)) continue;
    defaults(its, { defaultMode: 420 });
    for (const { serviceAccountToken, downwardAPI } of [its, ...drafts(its.sources)]) {
      if (isDraft(serviceAccountToken)) defaults(serviceAccountToken, { expirationSeconds: 3600 });
      for (const { fieldRef } of isDraft(downwardAPI) ? drafts(downwardAPI.items) : [])
        if (isDraft(fieldRef)) defaults(fieldRef, { apiVersion: 'v1' });
    }
  }
}

function volumeClaim(spec: Draft): void {
  defaults(spec, { volumeMode: 'Filesystem' });
  const { resources } = spec;
  if (isDraft(resources) && isMap(resources.requests)) resources.requests = quantities(resources.requests);
}

const BINARY = ['Ki', 'Mi', 'Gi', 'Ti'];

/** The server writes quantities in its own way: `1000m` as `1`, `0.5` as `500m`, `1024Mi` as `1Gi`. */
function quantities(named: ValueMap): ValueMap {
  return Object.fromEntries(Object.entries(named).map(([name, quantity]) => [name, canonical(String(quantity))]));
}

function canonical(quantity: string): string {
  const [, digits = '', unit = ''] = /^([\d.]+)(m|[KMGT]i)?$/.exec(quantity) ?? [];
  if (digits === '') return quantity;
  if (!unit.endsWith('i')) {
    const thousandths = Math.round(Number(digits) * (unit === 'm' ? 1 : 1000));
    return thousandths % 1000 === 0 ? String(thousandths / 1000) : `${thousandths}m`;
  }
  let [amount, power] = [Number(digits), BINARY.indexOf(unit)];
  for (; !Number.isInteger(amount) && power > 0; power--) amount *= 1024;
  for (; amount % 1024 === 0 && amount > 0 && power < BINARY.length - 1; power++) amount /= 1024;
  return `${amount}${BINARY[power]}`;
}

/** Maps of texts, which are not stored without one. */
const MAPS_OF_TEXTS = ['labels', 'annotations', 'nodeSelector', 'matchLabels', 'data', 'binaryData', 'stringData'];
const MAPS_OF_QUANTITIES = ['limits', 'requests', 'overhead'];

/** The server does not store nulls; in its own kinds no empty lists and no empty maps of texts, and in no kind's metadata. */
function withoutNothing(value: unknown, isOwn: boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutNothing(item, isOwn));
  if (!isMap(value)) return value;
  const isService = value.type === 'ClusterIP' || value.ports !== undefined;
  const isNothing = (name: string, part: unknown) =>
    isEmptyList(part) ||
    (isMap(part) &&
      Object.keys(part).length === 0 &&
      ([...MAPS_OF_TEXTS, ...MAPS_OF_QUANTITIES].includes(name) || (name === 'selector' && isService)));
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, part]) => part !== null && part !== undefined && !(isOwn && isNothing(name, part)))
      .map(([name, part]) => [name, withoutNothing(part, isOwn || name === 'metadata')]),
  );
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

function isDraft(value: unknown): value is Draft {
  return isMap(value);
}

function drafts(value: unknown): Draft[] {
  return Array.isArray(value) ? value.filter(isDraft) : [];
}

function defaults(draft: Draft, values: ValueMap): void {
  for (const [name, value] of Object.entries(values)) draft[name] ??= structuredClone(value);
}

/** A map in a map, made where it is missing, with its defaults. */
function within(draft: Draft, name: string, values: ValueMap): Draft {
  draft[name] ??= {};
  const inner = draft[name] as Draft;
  defaults(inner, values);
  return inner;
}
