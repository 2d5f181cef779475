import { randomUUID } from 'node:crypto';
import { KubeConfig } from '@kubernetes/client-node';
import { createLogger } from '@studynotion/service-kit/logger';
import { kubernetesApi } from './kubernetes/client-node-api.ts';
import { systemClock } from './operations/clock.ts';
import { createOperatorMetrics } from './operations/metrics.ts';
import { startOperationsServers } from './operations/operations-servers.ts';
import { startOperator } from './operator.ts';
import { readSettings } from './settings.ts';

const settings = readSettings(process.env);
const { POD_NAME, POD_NAMESPACE, WATCH_NAMESPACES, RESYNC_SECONDS } = settings;
const logger = createLogger({ app: 'operator', level: settings.LOG_LEVEL });
process.on('uncaughtException', (error) => exitAfter(() => logger.fatal({ error }, 'an error that nobody caught')));
process.on('unhandledRejection', (error) =>
  exitAfter(() => logger.fatal({ error }, 'a rejection that nobody handled')),
);

const { registry, observer, onRequest } = createOperatorMetrics();
const kubeConfig = new KubeConfig();
kubeConfig.loadFromDefault();
const api = kubernetesApi(kubeConfig, { onRequest });

const operator = startOperator({
  ...{ api, clock: systemClock, logger, observer },
  namespaces: WATCH_NAMESPACES ?? [POD_NAMESPACE],
  ownNamespace: POD_NAMESPACE,
  // A container that is started again in its pod is another one.
  identity: `${POD_NAME}_${randomUUID()}`,
  resyncSeconds: RESYNC_SECONDS,
});
const servers = startOperationsServers({
  ...{ registry, metricsPort: settings.METRICS_PORT, healthPort: settings.HEALTH_PORT },
  isReady: () => operator.isReady,
});
process.on('SIGTERM', () => void stop('SIGTERM', 0));
process.on('SIGINT', () => void stop('SIGINT', 0));
// Another one may act by now, and who has lost its turn does not know what has been done since: it begins anew.
operator.lost.addEventListener('abort', () => void stop('it leads no longer', 1));
logger.info({ namespaces: WATCH_NAMESPACES ?? [POD_NAMESPACE] }, 'the operator looks after its namespaces');

/** A stop that takes longer is cut short, in milliseconds: before kubelet does, who says nothing of it in the logs. */
const LONGEST_STOP = 25_000;
let stopping = false;

/** Ends in order; whatever is not done by then, the next process finds and does. */
async function stop(why: string, exitCode: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  logger.info(`the operator stops: ${why}`);
  setTimeout(() => exitAfter(() => logger.error('the stop took too long')), LONGEST_STOP).unref();
  await operator.stop();
  await (await servers).close();
  await api.close();
  process.exitCode = exitCode;
}

function exitAfter(tell: () => void): never {
  tell();
  process.exit(1);
}
