import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type ApiError, type ObjectReference, referenceOf } from '../kubernetes/kubernetes-api.ts';
import { failures } from '../testing/fault.ts';
import { BROKEN, scene } from '../testing/scene.ts';
import { isWorkload } from './gates.ts';

/** Whatever happened, once it is over the platform is what its resource says, as a new one would be. */

type Scene = Awaited<ReturnType<typeof scene>>;
type Step = (platform: Scene) => unknown;

const specs = [
  { version: '1.2.3', services: {} },
  { version: '1.2.4', services: { 'course-service': { replicas: 3 } } },
  { version: '1.2.4', services: { 'course-service': { autoscaling: { minReplicas: 2, maxReplicas: 5 } } } },
  { version: BROKEN, services: { frontend: { environment: [{ name: 'EXTRA', value: 'yes' }] } } },
] as const;

const change = fc
  .constantFrom(...specs)
  .map((spec): [string, Step] => [
    `the resource says ${JSON.stringify(spec)}`,
    ({ change: changeTo }) => changeTo(spec),
  ]);

/** One of the platform's objects, by chance. */
const victim = fc.nat({ max: 10_000 });
const objectAt = ({ cluster }: Scene, place: number): ObjectReference | undefined => {
  const made = cluster
    .everything()
    .filter(({ metadata }) => metadata.labels?.['app.kubernetes.io/managed-by'] === 'studynotion-operator')
    .filter(({ kind }) => kind !== 'Secret');
  const object = made[place % Math.max(1, made.length)];
  return object && referenceOf(object);
};

const deletion = victim.map((place): [string, Step] => [
  `object ${place} is deleted`,
  (platform) => {
    const reference = objectAt(platform, place);
    if (reference !== undefined) platform.cluster.remove(reference);
  },
]);

const edit = victim.map((place): [string, Step] => [
  `object ${place} is edited`,
  (platform) => {
    const reference = objectAt(platform, place);
    if (reference === undefined) return;
    platform.cluster.edit(reference, (draft) => {
      draft.metadata.labels = { ...(draft.metadata.labels as object), 'app.kubernetes.io/version': 'edited' };
      if (isWorkload({ kind: reference.kind }))
        (draft.spec as { template: { spec: Record<string, unknown> } }).template.spec.priority = 7;
    });
  },
]);

const fault = fc
  .record({
    fails: fc.constantFrom<(() => ApiError)[]>(...Object.values(failures)),
    verbs: fc.constantFrom(['get', 'list'] as const, ['apply'] as const, ['create', 'replace', 'applyStatus'] as const),
    when: fc.constantFrom('before' as const, 'after' as const),
    times: fc.integer({ min: 1, max: 3 }),
    after: fc.nat({ max: 60 }),
  })
  .map(({ fails, verbs, when, times, after }): [string, Step] => [
    `${verbs} fails ${times} times ${when} the ${after}th with ${fails().reason}`,
    ({ cluster }) => {
      cluster.inject({ client: 'operator', verbs, when, times: after });
      cluster.inject({ client: 'operator', verbs, when, times, fails: fails() });
    },
  ]);

/** A pass that fails is tried again; what it had done stays done. */
const pass = fc.constant<[string, Step]>(['a pass', (platform) => platform.pass().catch(() => undefined)]);
const start = fc.constant<[string, Step]>(['pods start', ({ startPods }) => startPods()]);

const steps = fc.array(
  fc.oneof({ weight: 6, arbitrary: pass }, { weight: 3, arbitrary: start }, change, deletion, edit, fault),
  { minLength: 3, maxLength: 25 },
);

const wanted = new Map<string, Promise<object>>();

/** What a new platform of a specification looks like. */
function freshPlatform(spec: object): Promise<object> {
  const key = JSON.stringify(spec);
  const known = wanted.get(key) ?? fresh(spec);
  wanted.set(key, known);
  return known;
}

async function fresh(spec: object): Promise<object> {
  const platform = await scene(spec);
  await platform.settle();
  return stateOf(platform);
}

/** All objects as they are, without what the server counts, the addresses it gives, and hashes, whose key is chance. */
function stateOf({ cluster }: Scene): object {
  const objects = cluster
    .everything()
    .filter(({ kind }) => !['Event', 'StudyNotion', 'Secret'].includes(kind))
    .map(({ kind, metadata, status: _, ...rest }) => [
      `${kind} ${metadata.name}`,
      JSON.parse(
        JSON.stringify({ labels: metadata.labels, ...rest })
          .replaceAll(/"[0-9a-f]{32}"/g, '"hash"')
          .replaceAll(/"10\.\d+\.\d+\.\d+"/g, '"address"'),
      ),
    ]);
  return Object.fromEntries(objects);
}

test('from any sequence of changes and failures it converges to what is described', async () => {
  await fc.assert(
    fc.asyncProperty(
      steps,
      fc.constantFrom(...specs.filter(({ version }) => version !== BROKEN)),
      async (taken, last) => {
        const platform = await scene();
        for (const [, step] of taken) await step(platform);
        platform.cluster.mend();
        await platform.change(last);
        await platform.settle(80);
        expect(await platform.condition('Ready')).toMatchObject({ status: 'True' });
        // Who is asked for autoscaling may have any number of pods.
        expect(withoutScaledReplicas(stateOf(platform))).toEqual(withoutScaledReplicas(await freshPlatform(last)));
      },
    ),
    { numRuns: Number(process.env.CONVERGENCE_RUNS ?? 15) },
  );
}, 300_000);

function withoutScaledReplicas(state: object): object {
  return Object.fromEntries(
    Object.entries(state).map(([name, object]) => {
      const workload = name.replace('Deployment', 'HorizontalPodAutoscaler');
      if (!(name.startsWith('Deployment') && workload in state)) return [name, object];
      const { replicas: _, ...spec } = object.spec;
      return [name, { ...object, spec }];
    }),
  );
}
