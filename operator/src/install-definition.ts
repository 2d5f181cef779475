import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { ApiException, KubeConfig, KubernetesObjectApi, PatchStrategy } from '@kubernetes/client-node';
import { pino } from 'pino';
import { parse } from 'yaml';

/**
 * The chart's hook: `node operator/src/install-definition.ts <file>` applies the definition of StudyNotion and waits until
 * the API server serves it. It needs to get, create and patch this one object.
 */

const FIELD_MANAGER = 'studynotion-operator-definition';
const LONGEST_MILLISECONDS = 120_000;
const PAUSE_MILLISECONDS = 1000;

interface Definition {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

const logger = pino({ name: 'install-definition' });

/** Network and API server may need a moment after the pod's start; a refusal stays one. */
async function apply(api: KubernetesObjectApi, definition: Definition, until: number): Promise<void> {
  for (;;) {
    try {
      await api.patch(definition, undefined, undefined, FIELD_MANAGER, true, PatchStrategy.ServerSideApply);
      return;
    } catch (error) {
      const isRefusal = error instanceof ApiException && error.code >= 400 && error.code < 500 && error.code !== 429;
      if (isRefusal || Date.now() > until) throw error;
      logger.warn({ err: error }, 'the definition could not be applied yet');
      await setTimeout(PAUSE_MILLISECONDS);
    }
  }
}

async function untilServed(api: KubernetesObjectApi, { apiVersion, kind, metadata }: Definition, until: number) {
  while (Date.now() < until) {
    const { status } = await api.read<Definition>({ apiVersion, kind, metadata });
    if (status?.conditions?.some(({ type, status }) => type === 'Established' && status === 'True')) return;
    await setTimeout(PAUSE_MILLISECONDS);
  }
  throw new Error(`The API server does not serve ${metadata.name}: kubectl describe crd ${metadata.name} says why`);
}

async function install(file: string): Promise<void> {
  const definition: Definition = parse(readFileSync(file, 'utf8'));
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromDefault();
  const api = KubernetesObjectApi.makeApiClient(kubeConfig);
  const until = Date.now() + LONGEST_MILLISECONDS;
  await apply(api, definition, until);
  await untilServed(api, definition, until);
  logger.info(`${definition.metadata.name} is served`);
}

const [file] = process.argv.slice(2);
if (file === undefined) throw new TypeError('Which file? node operator/src/install-definition.ts <file>');
await install(file);
