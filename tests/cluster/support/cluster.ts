import { apply as applyTo, clusterNamed, kubectl as runKubectl } from '@studynotion/local/cluster';
import { waitUntil } from '@studynotion/platform/testing';

/** The cluster that `run-cluster.ts` starts. */
export const testCluster = clusterNamed({
  name: process.env.TEST_INSTANCE ?? '',
  port: Number(process.env.TEST_CLUSTER_PORT),
});

export const NAMESPACE = 'studynotion';

/** Runs kubectl in the platform's namespace. @returns what it printed @throws what it complained of */
export function kubectl(...parameters: readonly string[]): Promise<string> {
  return runKubectl(testCluster, '--namespace', NAMESPACE, ...parameters);
}

/** Creates objects in the platform's namespace, or changes them. */
export function apply(...objects: readonly { readonly metadata: object }[]): Promise<void> {
  return applyTo(
    testCluster,
    objects.map((object) => ({ ...object, metadata: { ...object.metadata, namespace: NAMESPACE } })),
  );
}

export interface KubernetesObject {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly uid: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly deletionTimestamp?: string;
  };
}

/** Objects as the API server has them, as in `objects('pods', '--selector=…')`. */
export async function objects<Found extends KubernetesObject>(...parameters: readonly string[]): Promise<Found[]> {
  const { items } = JSON.parse(await kubectl('get', ...parameters, '--output=json')) as { items: Found[] };
  return items;
}

export async function object<Found extends KubernetesObject>(kind: string, name: string): Promise<Found> {
  return JSON.parse(await kubectl('get', kind, name, '--output=json')) as Found;
}

/** What describes a platform, as the operator has it. */
export interface Resource extends KubernetesObject {
  readonly metadata: KubernetesObject['metadata'] & { readonly generation: number };
  readonly spec: { readonly paused?: boolean };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly version?: string;
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly reason: string;
      readonly message: string;
      readonly observedGeneration?: number;
    }[];
  };
}

/** The resource of the platform; undefined where its objects were applied without an operator. */
export async function resource(): Promise<Resource | undefined> {
  const [found] = await objects<Resource>('studynotions');
  return found;
}

/** What the operator says of a condition of the resource as it is now; undefined where it has not looked at that yet. */
export async function condition(type: string) {
  const { metadata, status } = (await resource()) ?? {};
  return status?.conditions?.find((one) => one.type === type && one.observedGeneration === metadata?.generation);
}

/** Keeps the operator's hands off the platform while a test does what it would take back, or lets it act again. */
export async function pauseOperator(paused: boolean): Promise<void> {
  const { metadata } = (await resource()) ?? {};
  if (metadata === undefined) return;
  await kubectl(
    'patch',
    `studynotion/${metadata.name}`,
    '--type=merge',
    `--patch=${JSON.stringify({ spec: { paused } })}`,
  );
  await waitUntil('the operator to take note', async () => (await condition('Ready')) !== undefined, 30);
}

export interface Container {
  readonly name: string;
  readonly securityContext?: Readonly<Record<string, unknown>> & {
    readonly capabilities?: { readonly drop?: string[] };
  };
}

export interface Pod extends KubernetesObject {
  readonly spec: {
    readonly containers: readonly Container[];
    readonly initContainers?: readonly Container[];
    readonly securityContext?: Readonly<Record<string, unknown>>;
  };
  readonly status: {
    readonly phase: string;
    readonly podIP?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
}

/** The pods of an app that are not about to go. */
export async function podsOf(app: string): Promise<Pod[]> {
  const pods = await objects<Pod>('pods', `--selector=app.kubernetes.io/name=${app}`);
  return pods.filter(({ metadata, status }) => metadata.deletionTimestamp === undefined && status.phase !== 'Failed');
}

export const isReady = ({ status }: Pod): boolean =>
  status.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True') === true;

export async function untilReady(app: string, count: number, seconds = 150): Promise<void> {
  const ready = async () => (await podsOf(app)).filter(isReady).length === count;
  await waitUntil(`${count} ready pods of ${app}`, ready, seconds);
}

/**
 * Runs an ES module's text with the Node.js of a pod's main container, in which a shell is not to be had.
 * @returns what it printed
 */
export function runIn(pod: string, container: string, script: string): Promise<string> {
  return kubectl('exec', pod, `--container=${container}`, '--', 'node', '--input-type=module', '--eval', script);
}

/** What a service gets that calls another through its sidecar. */
export async function callFrom(
  caller: string,
  callee: string,
  path: string,
): Promise<{ status: number; text: string }> {
  const [pod] = await podsOf(caller);
  if (pod === undefined) throw new Error(`there is no pod of ${caller}`);
  const script = `
    const answer = await fetch('http://127.0.0.1:3500${path}', {
      headers: { 'dapr-app-id': '${callee}', 'dapr-api-token': process.env.DAPR_API_TOKEN },
    });
    console.log(JSON.stringify({ status: answer.status, text: await answer.text() }));`;
  return JSON.parse(await runIn(pod.metadata.name, 'app', script)) as { status: number; text: string };
}
