import type { KubernetesObject, StoredObject } from '../kubernetes/kubernetes-api.ts';
import { type Condition, type StudyNotionStatus, serviceNames } from '../resource/study-notion.ts';
import type { PartName, Stage } from './desired.ts';
import { type Gate, isRolledOut, isWorkload } from './gates.ts';

/** What a pass over a resource found. */
export interface Findings {
  readonly generation: number;
  readonly version: string;
  readonly now: Date;
  /** Something that has to be put right in the resource, or beside it, before anything can be done. */
  readonly obstacle?: Problem;
  /** Nothing was compared or changed, because the resource says so. */
  readonly paused?: boolean;
  /** What the Secrets lack. */
  readonly missing: readonly string[];
  readonly stages: readonly StageFindings[];
}

export interface Problem {
  readonly reason: string;
  /** With the way out. */
  readonly message: string;
  /** What it is about. @default the platform as a whole */
  readonly part?: PartName;
}

export interface StageFindings {
  readonly stage: Stage;
  readonly gate: Gate;
  readonly live: readonly (StoredObject | undefined)[];
  /** What still has to be done, or was done in this pass. */
  readonly changes: readonly string[];
  /** Whether an earlier stage holds it back. */
  readonly held: boolean;
}

const PARTS: readonly PartName[] = ['Database', 'Broker', 'Dapr', 'Services', 'Ingress'];

type Verdict = Pick<Condition, 'status' | 'reason' | 'message'>;

/** The status that says it. What did not change keeps its time. */
export function statusOf(findings: Findings, previous: StudyNotionStatus | undefined): StudyNotionStatus {
  const { generation, now, version } = findings;
  const verdicts = { ...verdictsOf(findings), ...(findings.paused ? pausedVerdicts : {}) };
  const services =
    findings.stages.length === 0 ? (previous?.serviceStatuses ?? []) : servicesOf(findings.stages, previous);
  return {
    observedGeneration: generation,
    ...(verdicts.Ready?.status === 'True'
      ? { version }
      : previous?.version === undefined
        ? {}
        : { version: previous.version }),
    services: `${services.filter(({ replicas = 0, readyReplicas = 0 }) => readyReplicas >= Math.max(1, replicas)).length}/${services.length}`,
    conditions: Object.entries(verdicts).map(([type, verdict]) => {
      const before = previous?.conditions?.find((condition) => condition.type === type);
      const lastTransitionTime = before?.status === verdict.status ? before.lastTransitionTime : timeOf(now);
      return { type, ...verdict, observedGeneration: generation, lastTransitionTime };
    }),
    serviceStatuses: services,
  };
}

/** As Kubernetes writes times: in seconds. */
function timeOf(now: Date): string {
  return `${now.toISOString().slice(0, 19)}Z`;
}

const paused = { reason: 'Paused', message: 'Nothing is compared or changed while spec.paused is true.' };

/** What the parts look like is still told. */
const pausedVerdicts: Record<string, Verdict> = {
  Ready: { status: 'Unknown', ...paused },
  Progressing: { status: 'False', ...paused },
};

function verdictsOf(findings: Findings): Record<string, Verdict> {
  const parts = Object.fromEntries(PARTS.map((part) => [part, partVerdict(part, findings)]));
  const secrets: Verdict =
    findings.missing.length > 0
      ? { status: 'False', reason: 'Missing', message: textOfAll(findings.missing) }
      : findings.obstacle === undefined
        ? { status: 'True', reason: 'Complete', message: 'Every Secret that the pods read is there.' }
        : { status: 'Unknown', reason: 'NotReached', message: 'They were not looked at.' };
  const problem = problemOf(findings);
  const open = [...Object.values(parts), secrets].filter(({ status }) => status !== 'True');
  const pending = findings.stages.filter(({ changes, gate }) => changes.length > 0 || gate.state !== 'open');
  const isReady = problem === undefined && open.length === 0 && pending.length === 0;
  const waiting = textOfAll(
    pending.map(({ stage, gate, changes }) => gate.messages[0] ?? changes[0] ?? `stage ${stage.name}`),
  );
  return {
    Ready: isReady
      ? { status: 'True', reason: 'AsDescribed', message: `Version ${findings.version} runs everywhere.` }
      : { status: 'False', reason: problem?.reason ?? 'Progressing', message: problem?.message ?? waiting },
    Progressing:
      problem === undefined && !isReady
        ? { status: 'True', reason: 'RollingOut', message: waiting }
        : {
            status: 'False',
            reason: problem === undefined ? 'Settled' : 'Stopped',
            message: problem?.message ?? 'There is nothing to do.',
          },
    Degraded:
      problem === undefined
        ? { status: 'False', reason: 'NoProblem', message: 'Nothing needs attention.' }
        : { status: 'True', reason: problem.reason, message: problem.message },
    Secrets: secrets,
    ...parts,
  };
}

/** What does not go by waiting. */
function problemOf({ obstacle, missing, stages }: Findings): Problem | undefined {
  if (obstacle !== undefined) return obstacle;
  if (missing.length > 0) return { reason: 'SecretsMissing', message: textOfAll(missing) };
  const failed = stages.filter(({ gate }) => gate.state === 'failed');
  if (failed.length === 0) return undefined;
  const held = stages.filter((stage) => stage.held).map(({ stage }) => stage.name);
  const rest = held.length === 0 ? '' : ` What comes after is left as it is: ${held.join('; ')}.`;
  return {
    reason: 'GateClosed',
    message: shortened(`${failed.flatMap(({ gate }) => gate.messages).join('. ')}.${rest}`),
  };
}

function partVerdict(part: PartName, { stages, obstacle, missing }: Findings): Verdict {
  if (obstacle?.part === part) return { status: 'False', reason: obstacle.reason, message: obstacle.message };
  const own = stages.filter(({ stage }) => stage.part === part);
  if (own.length === 0)
    return obstacle !== undefined || missing.length > 0
      ? { status: 'Unknown', reason: 'NotReached', message: 'It waits for what Degraded says.' }
      : { status: 'True', reason: 'NotNeeded', message: 'It is not part of this platform.' };
  const closed = own.filter(({ gate }) => gate.state !== 'open');
  if (closed.length > 0)
    return {
      status: 'False',
      reason: closed.some(({ gate }) => gate.state === 'failed') ? 'Failed' : 'Waiting',
      message: textOfAll(closed.flatMap(({ gate }) => gate.messages)),
    };
  const missingObjects = own.flatMap(({ stage, live }) =>
    stage.objects.filter((_, place) => live[place] === undefined),
  );
  if (missingObjects.length > 0)
    return {
      status: 'False',
      reason: 'Waiting',
      message: textOfAll(missingObjects.map(({ kind, metadata }) => `${kind} ${metadata.name} does not exist yet`)),
    };
  const held = own.filter((stage) => stage.held && stage.changes.length > 0);
  if (held.length > 0)
    return { status: 'True', reason: 'Held', message: 'It works; its changes wait for what comes before.' };
  return { status: 'True', reason: 'Ready', message: 'It is as described.' };
}

function servicesOf(stages: readonly StageFindings[], previous: StudyNotionStatus | undefined) {
  const isService = (object: KubernetesObject) =>
    isWorkload(object) && (serviceNames as readonly string[]).includes(object.metadata.name);
  return stages
    .flatMap(({ stage, live }) =>
      stage.objects.flatMap((object, place) => (isService(object) ? [serviceOf(object, live[place], previous)] : [])),
    )
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** A version counts from when all pods have it. */
function serviceOf(
  { metadata: { name } }: KubernetesObject,
  live: StoredObject | undefined,
  previous: StudyNotionStatus | undefined,
) {
  const before = previous?.serviceStatuses?.find((service) => service.name === name);
  const status = live?.status as { readonly replicas?: number; readonly readyReplicas?: number } | undefined;
  const running =
    live !== undefined && isRolledOut(live, 1) ? live.metadata.labels?.['app.kubernetes.io/version'] : before?.version;
  return {
    name,
    ...(running === undefined ? {} : { version: running }),
    replicas: (live?.spec as { readonly replicas?: number } | undefined)?.replicas ?? 0,
    readyReplicas: status?.readyReplicas ?? 0,
  };
}

function textOfAll(messages: readonly string[]): string {
  return shortened(messages.join('. '));
}

/** Conditions hold 32,768 characters; whoever reads them wants less. */
function shortened(message: string): string {
  return message.length > 1000 ? `${message.slice(0, 997)}…` : message;
}
