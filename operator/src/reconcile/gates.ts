import type { StoredObject } from '../kubernetes/kubernetes-api.ts';

/** Whether what stands behind a stage may follow. */
export interface Gate {
  readonly state: 'open' | 'waiting' | 'failed';
  /** Of a workload that is not ready, for the person who looks. */
  readonly messages: readonly string[];
}

interface Workload {
  readonly spec: {
    readonly selector: { readonly matchLabels: Readonly<Record<string, string>> };
  };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly replicas?: number;
    readonly updatedReplicas?: number;
    readonly availableReplicas?: number;
    readonly currentRevision?: string;
    readonly updateRevision?: string;
    readonly conditions?: readonly WorkloadCondition[];
  };
}

interface WorkloadCondition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

export const isWorkload = ({ kind }: { readonly kind: string }): boolean =>
  kind === 'Deployment' || kind === 'StatefulSet';

export interface GatedWorkload {
  readonly name: string;
  /** Undefined for one that does not exist yet. */
  readonly live: StoredObject | undefined;
  /** Pods that must be there. An autoscaler may want more, and nobody waits for those. */
  readonly least: number;
}

/** The gate of some workloads. */
export function gateOf(workloads: readonly GatedWorkload[], pods: readonly StoredObject[]): Gate {
  const gates = workloads.map((workload) => gateOfWorkload(workload, pods));
  const states = gates.map(({ state }) => state);
  return {
    state: states.includes('failed') ? 'failed' : states.includes('waiting') ? 'waiting' : 'open',
    messages: gates.flatMap(({ messages }) => messages),
  };
}

function gateOfWorkload({ name, live, least }: GatedWorkload, pods: readonly StoredObject[]): Gate {
  if (live === undefined) return { state: 'waiting', messages: [`${name} does not exist yet`] };
  if (isRolledOut(live, least)) return { state: 'open', messages: [] };
  const { status } = live as unknown as Workload;
  const refused = status?.conditions?.find(isFailure);
  const troubles = podsOf(live, pods).flatMap(troubleOf);
  const last = troubles.find(({ lasting }) => lasting) ?? troubles[0];
  const ready = `${status?.updatedReplicas ?? 0} of ${least} new pods, ${status?.availableReplicas ?? 0} available`;
  const reasons = [...new Set([last?.message, refused?.message])].filter((message) => message !== undefined);
  return {
    state: refused !== undefined || troubles.some(({ lasting }) => lasting) ? 'failed' : 'waiting',
    messages: [`${name}: ${[ready, ...reasons].join('; ')}`],
  };
}

/** Enough of the newest pods are available, and none of an older version is left. */
export function isRolledOut(live: StoredObject, least: number): boolean {
  const { status } = live as unknown as Workload;
  if (status === undefined || (status.observedGeneration ?? 0) < (live.metadata.generation ?? 0)) return false;
  const { replicas = 0, updatedReplicas = 0, availableReplicas = 0, currentRevision, updateRevision } = status;
  // A StatefulSet counts no updated pods once all of them are.
  const isNew = live.kind === 'StatefulSet' ? currentRevision === updateRevision : updatedReplicas === replicas;
  return isNew && availableReplicas >= least;
}

/** The Deployment waited for too long, or its pods are not even accepted. */
function isFailure({ type, status }: WorkloadCondition): boolean {
  return (type === 'Progressing' && status === 'False') || (type === 'ReplicaFailure' && status === 'True');
}

function podsOf(live: StoredObject, pods: readonly StoredObject[]): readonly StoredObject[] {
  const { matchLabels } = (live as unknown as Workload).spec.selector;
  const wanted = Object.entries(matchLabels);
  return pods.filter(({ metadata }) => wanted.every(([label, value]) => metadata.labels?.[label] === value));
}

interface Trouble {
  readonly message: string;
  /** It does not go by waiting: somebody has to do something. */
  readonly lasting: boolean;
}

/** Reasons for which kubelet does not start a container, and will not without a change. */
const LASTING = [
  'ErrImagePull',
  'ImagePullBackOff',
  'ErrImageNeverPull',
  'InvalidImageName',
  'CreateContainerConfigError',
];

interface ContainerStatus {
  readonly name: string;
  readonly state?: { readonly waiting?: { readonly reason?: string; readonly message?: string } };
  readonly lastState?: {
    readonly terminated?: { readonly exitCode?: number; readonly reason?: string; readonly message?: string };
  };
}

interface PodStatus {
  readonly conditions?: readonly WorkloadCondition[];
  readonly initContainerStatuses?: readonly ContainerStatus[];
  readonly containerStatuses?: readonly ContainerStatus[];
}

function troubleOf(pod: StoredObject): Trouble[] {
  if (pod.metadata.deletionTimestamp !== undefined) return [];
  const { conditions = [], initContainerStatuses = [], containerStatuses = [] } = (pod.status ?? {}) as PodStatus;
  const unscheduled = conditions.find(({ type, reason }) => type === 'PodScheduled' && reason === 'Unschedulable');
  const of = (text: string) => `pod ${pod.metadata.name} ${text}`;
  return [
    ...(unscheduled === undefined ? [] : [{ message: of(`has no node: ${unscheduled.message}`), lasting: false }]),
    ...[...initContainerStatuses, ...containerStatuses].flatMap(({ name, state, lastState }) => {
      const { reason = '', message = '' } = state?.waiting ?? {};
      if (LASTING.includes(reason))
        return [{ message: of(`cannot start ${name}: ${reason}, ${message}`), lasting: true }];
      if (reason !== 'CrashLoopBackOff') return [];
      const { exitCode, reason: ended = '', message: said = '' } = lastState?.terminated ?? {};
      return [
        { message: of(`starts ${name} again and again: exit ${exitCode} ${ended} ${said}`.trim()), lasting: false },
      ];
    }),
  ];
}
