import type { Logger } from 'pino';
import { onlyWhile } from './kubernetes/fenced-api.ts';
import { Informer } from './kubernetes/informer.ts';
import type { KubernetesApi, StoredObject } from './kubernetes/kubernetes-api.ts';
import { electLeader, type LeaderElection } from './leader-election/leader-election.ts';
import type { Clock } from './operations/clock.ts';
import { type Controller, type ReconcileObserver, startController } from './queue/controller.ts';
import { WorkQueue, type WorkQueueObserver } from './queue/work-queue.ts';
import { managedKinds } from './reconcile/observe.ts';
import { SeenRight } from './reconcile/plan.ts';
import { reconcile } from './reconcile/reconcile.ts';
import { apiVersion, kind, type StudyNotionStatus } from './resource/study-notion.ts';
import { keepSecrets } from './secrets/keep-secrets.ts';

/** Hears of what the operator does. */
export interface OperatorObserver {
  readonly queue?: WorkQueueObserver;
  readonly reconcile?: ReconcileObserver;
  leads?(leads: boolean): void;
  /** @param status undefined of a resource that is gone */
  status?(resource: { readonly namespace: string; readonly name: string }, status: StudyNotionStatus | undefined): void;
}

export interface OperatorOptions {
  readonly api: KubernetesApi;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Namespaces whose resources it looks after. */
  readonly namespaces: readonly string[];
  /** Namespace of the Lease by which several operators agree who acts. */
  readonly ownNamespace: string;
  /** Of this process alone. */
  readonly identity: string;
  /** How often everything is compared anew, whatever was heard. @default 300 */
  readonly resyncSeconds?: number;
  /** @default nobody */
  readonly observer?: OperatorObserver;
}

export interface Operator {
  /** Whether it watches, or waits for its turn. */
  readonly isReady: boolean;
  /** Says when it led and does no longer: the process is to end, and a new one begins from what is there. */
  readonly lost: AbortSignal;
  /** Ends what is at hand and gives up its turn. */
  stop(): Promise<void>;
}

/** What came together with a change, such as the objects of a stage, is looked at together. */
const SETTLE_MILLISECONDS = 200;

/** Looks after the StudyNotion resources of some namespaces, when it is this process's turn. */
export function startOperator(options: OperatorOptions): Operator {
  const { api, clock, logger, ownNamespace, identity, observer } = options;
  const election = electLeader({
    ...{ api, clock, logger, identity, namespace: ownNamespace, name: 'studynotion-operator' },
    onChange: (leads) => observer?.leads?.(leads),
  });
  let work: Work | undefined;
  const begun = election.elected.then((leads) => {
    if (leads) work = beginWork(options, election);
  });
  return {
    get isReady() {
      return work === undefined || work.informers.every(({ isSynced }) => isSynced);
    },
    lost: election.lost,
    async stop() {
      // One that waits for its turn hears of the end only by this.
      if (work === undefined) await election.stop();
      await begun;
      await work?.controller.stop();
      await Promise.all(work?.informers.map((informer) => informer.stop()) ?? []);
      await election.stop();
    },
  };
}

interface Work {
  readonly controller: Controller;
  readonly informers: readonly Informer[];
}

function beginWork(
  { api, clock, logger, namespaces, observer, resyncSeconds = 300 }: OperatorOptions,
  election: LeaderElection,
): Work {
  const queue = new WorkQueue({ clock, observer: observer?.queue });
  const watch = (
    selection: { apiVersion: string; kind: string; namespace: string },
    onChange: (object: StoredObject) => void,
  ) => new Informer({ api, selection, clock, logger, resyncSeconds, onChange });
  const informers = namespaces.flatMap((namespace) => {
    const resources = watch({ apiVersion, kind, namespace }, ({ metadata }) => queue.addAfter(keyOf(metadata), 0));
    // Whatever changes in a namespace may be of the platform in it, also what lost its labels and its owner.
    const lookAgain = () => {
      for (const { metadata } of resources.list()) queue.addAfter(keyOf(metadata), SETTLE_MILLISECONDS);
    };
    return [resources, ...managedKinds.map((managed) => watch({ ...managed, namespace }, lookAgain))];
  });
  const fenced = onlyWhile(() => election.leads(), api);
  const memory = new Map<string, { readonly seen: SeenRight; readonly since: number }>();
  const controller = startController({
    ...{ queue, clock, logger, observer: observer?.reconcile },
    async reconcile(key, signal) {
      const [namespace = '', name = ''] = key.split('/');
      const { status, againSeconds } = await reconcile(
        {
          api: fenced,
          now: () => clock.now(),
          log: (message, fields) => logger.info(fields, message),
          keepSecrets: async (resource, environment) => {
            const { missing } = await keepSecrets(fenced, resource, environment, { now: () => clock.now(), signal });
            return missing.map(({ message }) => message);
          },
          seen: recent(memory, key, clock.elapsed(), resyncSeconds * 1000),
          signal,
        },
        { namespace, name },
      );
      observer?.status?.({ namespace, name }, status);
      if (status !== undefined) return { againAfterSeconds: againSeconds };
      memory.delete(key);
      return undefined;
    },
  });
  return { controller, informers };
}

/** What was seen to be right counts for a while: a webhook or a new default of the server may think otherwise by then. */
function recent(
  memory: Map<string, { readonly seen: SeenRight; readonly since: number }>,
  key: string,
  now: number,
  milliseconds: number,
): SeenRight {
  const known = memory.get(key);
  if (known !== undefined && now - known.since < milliseconds) return known.seen;
  const seen = new SeenRight();
  memory.set(key, { seen, since: now });
  return seen;
}

function keyOf({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return `${namespace}/${name}`;
}
