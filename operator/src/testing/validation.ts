import { ApiError } from '../kubernetes/kubernetes-api.ts';
import { isMap, isSame, type ValueMap } from './field-set.ts';

const NAME = /^[a-z0-9]([-a-z0-9.:]*[a-z0-9])?$/;
const STATEFUL_SET_CHANGES = [
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
];

/** Refuses what the API server refuses of the platform's objects. @throws ApiError `Invalid` (422) */
export function validate(object: ValueMap, before: ValueMap | undefined): void {
  const causes = [...shapeOf(object), ...(before === undefined ? [] : changesOf(object, before))];
  if (causes.length === 0) return;
  const { name } = object.metadata as { name: string };
  throw new ApiError(422, 'Invalid', `${object.kind} "${name}" is invalid: ${causes.join(', ')}`);
}

function shapeOf(object: ValueMap): string[] {
  const { metadata, spec } = object as { metadata: { name: string }; spec?: ValueMap };
  const causes = NAME.test(metadata.name ?? '') ? [] : [`metadata.name: Invalid value: "${metadata.name}"`];
  if (object.kind === 'Service') causes.push(...portsOfService(spec));
  if (object.kind === 'Deployment' || object.kind === 'StatefulSet') causes.push(...workload(spec));
  return causes;
}

/**
 * A port's number names the item, so that applying another number than somebody wrote there adds a second port of the same
 * name, which is refused: such a Service can only be replaced.
 */
function portsOfService(spec: ValueMap | undefined): string[] {
  const ports = mapsOf(spec?.ports);
  const names = twice(ports.map(({ name }) => name));
  const missing = ports.length > 1 && ports.some(({ name }) => name === undefined);
  return [
    ...names.map((name) => `spec.ports.name: Duplicate value: "${name}"`),
    ...(missing ? ['spec.ports.name: Required value'] : []),
  ];
}

function workload(spec: ValueMap | undefined): string[] {
  const { selector, template } = (spec ?? {}) as { selector?: ValueMap; template?: ValueMap };
  const labels = ((template?.metadata as ValueMap | undefined)?.labels ?? {}) as ValueMap;
  const wanted = Object.entries((selector?.matchLabels ?? {}) as ValueMap);
  const containers = mapsOf((template?.spec as ValueMap | undefined)?.containers);
  const { type, rollingUpdate } = (spec?.strategy ?? {}) as ValueMap;
  const volumes = [
    ...mapsOf((template?.spec as ValueMap | undefined)?.volumes).map(({ name }) => name),
    ...mapsOf(spec?.volumeClaimTemplates).map(({ metadata }) => (metadata as ValueMap).name),
  ];
  return [
    // Also where nobody named it and it is there as a default: both must be named in one go.
    ...(type === 'Recreate' && rollingUpdate !== undefined
      ? ['spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is `Recreate`']
      : []),
    ...(wanted.length === 0 ? ['spec.selector: Required value'] : []),
    ...(wanted.every(([name, value]) => labels[name] === value)
      ? []
      : ['spec.template.metadata.labels: Invalid value: `selector` does not match template `labels`']),
    ...(containers.length === 0 ? ['spec.template.spec.containers: Required value'] : []),
    ...containers.flatMap((container) => containerProblems(container, volumes)),
    ...containers
      .filter(({ image }) => typeof image !== 'string' || image === '')
      .map(({ name }) => `spec.template.spec.containers[${name}].image: Required value`),
  ];
}

function containerProblems({ name, env, volumeMounts, ...rest }: ValueMap, volumes: readonly unknown[]): string[] {
  const path = `spec.template.spec.containers[${name}]`;
  const probes = ['livenessProbe', 'readinessProbe', 'startupProbe'].filter((probe) => rest[probe] !== undefined);
  return [
    // As where its port was ours, and the rest of it is somebody else's.
    ...probes
      .filter((probe) => {
        const { httpGet } = rest[probe] as ValueMap;
        return isMap(httpGet) && httpGet.port === undefined;
      })
      .map((probe) => `${path}.${probe}.httpGet.port: Required value`),
    // As where one manager names a value and another a source: merged, the variable has both.
    ...mapsOf(env)
      .filter(
        ({ value, valueFrom }) => isMap(valueFrom) && (value !== undefined || Object.keys(valueFrom).length !== 1),
      )
      .map((variable) => `${path}.env[${variable.name}].valueFrom: Invalid value: may not have more than one source`),
    ...mapsOf(volumeMounts)
      .filter((mount) => !volumes.includes(mount.name))
      .map((mount) => `${path}.volumeMounts[${mount.mountPath}].name: Not found: "${mount.name}"`),
  ];
}

function changesOf(object: ValueMap, before: ValueMap): string[] {
  const [spec, old] = [object.spec, before.spec].map((value) => (isMap(value) ? value : {})) as [ValueMap, ValueMap];
  const fixed = (path: string, one: unknown, other: unknown) =>
    isSame(one, other) ? [] : [`${path}: Invalid value: field is immutable`];
  switch (object.kind) {
    case 'Deployment':
      return fixed('spec.selector', spec.selector, old.selector);
    case 'StatefulSet': {
      const changed = Object.keys({ ...spec, ...old }).filter((name) => !isSame(spec[name], old[name]));
      return changed.every((name) => STATEFUL_SET_CHANGES.includes(name))
        ? []
        : [
            `spec: Forbidden: updates to statefulset spec for fields other than ${STATEFUL_SET_CHANGES.map((name) => `'${name}'`).join(', ')} are forbidden`,
          ];
    }
    case 'Service':
      return old.clusterIP === undefined ? [] : fixed('spec.clusterIP', spec.clusterIP, old.clusterIP);
    case 'RoleBinding':
      return fixed('roleRef', object.roleRef, before.roleRef);
    case 'ConfigMap':
    case 'Secret':
      return before.immutable === true || (object.kind === 'Secret' && object.type !== before.type)
        ? fixed(object.kind === 'Secret' && object.type !== before.type ? 'type' : 'data', object, before)
        : [];
    default:
      return [];
  }
}

function mapsOf(value: unknown): ValueMap[] {
  return Array.isArray(value) ? value.filter(isMap) : [];
}

function twice(values: readonly unknown[]): unknown[] {
  return [...new Set(values.filter((value, index) => value !== undefined && values.indexOf(value) !== index))];
}
