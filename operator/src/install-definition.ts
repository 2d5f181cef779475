import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { KubeConfig } from '@kubernetes/client-node';
import { createLogger } from '@studynotion/service-kit/logger';
import { parse } from 'yaml';
import { ApiRequests } from './kubernetes/api-requests.ts';
import { ApiError } from './kubernetes/kubernetes-api.ts';

/**
 * The chart's hook: `node operator/src/install-definition.ts <file>` applies the definition of StudyNotion and waits until
 * the API server serves it. It needs to get, create and patch this one object.
 */

const FIELD_MANAGER = 'studynotion-operator-definition';
const LONGEST_MILLISECONDS = 120_000;
const PAUSE_MILLISECONDS = 1000;

interface Definition {
  readonly metadata: { readonly name: string };
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

const logger = createLogger({ app: 'install-definition', level: 'info' });

/** Network and API server may need a moment after the pod's start; a refusal stays one. */
async function insist<Result>(attempt: () => Promise<Result>, until: number): Promise<Result> {
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      const isRefusal = error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 429;
      if (isRefusal || Date.now() > until) throw error;
      logger.warn({ error }, 'the API server does not answer yet');
      await setTimeout(PAUSE_MILLISECONDS);
    }
  }
}

function isServed({ status }: Definition): boolean {
  return (
    status?.conditions?.some((condition) => condition.type === 'Established' && condition.status === 'True') ?? false
  );
}

async function install(definition: Definition, requests: ApiRequests): Promise<void> {
  const { name } = definition.metadata;
  const path = `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${name}`;
  const until = Date.now() + LONGEST_MILLISECONDS;
  const query = { fieldManager: FIELD_MANAGER, force: 'true', fieldValidation: 'Strict' };
  const patch = {
    method: 'PATCH',
    path,
    query,
    contentType: 'application/apply-patch+yaml',
    body: definition,
  } as const;
  let stored = await insist(() => requests.send<Definition>(patch), until);
  while (!isServed(stored)) {
    if (Date.now() > until) throw new Error(`The API server does not serve ${name}: kubectl describe crd ${name}`);
    await setTimeout(PAUSE_MILLISECONDS);
    stored = await insist(() => requests.send<Definition>({ method: 'GET', path }), until);
  }
  logger.info(`${name} is served`);
}

const [file] = process.argv.slice(2);
if (file === undefined) throw new TypeError('Which file? node operator/src/install-definition.ts <file>');
const kubeConfig = new KubeConfig();
kubeConfig.loadFromDefault();
const requests = new ApiRequests(kubeConfig, { userAgent: FIELD_MANAGER });
try {
  await install(parse(readFileSync(file, 'utf8')), requests);
} catch (error) {
  logger.error({ error }, 'the definition was not brought up to date');
  process.exitCode = 1;
} finally {
  await requests.close();
}
