import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'node:tls';
import type { PlatformEnvironment } from '@studynotion/cdk8s';
import { installationNamed, provideChromium, repository, writePlatformFile } from '@studynotion/local';
import { type PlatformInCluster, provideCluster } from '@studynotion/local/cluster';
import { processIdentity } from '../local/processes.mjs';
import { type Outcome, run, runJest } from './run-jest.ts';
import { screenshotFolderOf, testInstanceNamed } from './support/running-platform.ts';

/**
 * `npm run test:cluster`: all tests of tests/cluster and a learner's journey on a cluster of their own, first with Redis as
 * broker and one pod of each service, then with RabbitMQ and three of the busiest. Both are installed by the chart; at last
 * the plain objects are applied without an operator. With paths of test files it runs those alone, with Redis unless they
 * are about RabbitMQ or the plain objects.
 */

const instance = testInstanceNamed('cluster-tests');
const installation = installationNamed(instance);
const port = 9443 + Number(process.env.STUDYNOTION_PORT_OFFSET ?? 0);
const ABOUT_RABBITMQ = join('cluster', 'rabbitmq');
const ABOUT_PLAIN_OBJECTS = join('cluster', 'plain');
/** Takes ten minutes; asked for by npm run verify. */
const ABOUT_SILENCE = join('cluster', 'silence');
const JOURNEY = join('journeys', 'learner');

/** Says where the platform is, as the launcher does of one that it runs. */
function tellOf({ addresses, accounts }: PlatformInCluster): void {
  mkdirSync(join(installation.folder, 'run'), { recursive: true });
  writePlatformFile(installation, {
    ...instance,
    supervisor: { name: 'tests', pid: process.pid, identity: processIdentity(process.pid) },
    bootstrap: process.ppid,
    addresses: { ...addresses, gateway: addresses.site },
    accounts,
    mongodbUri: '',
    redis: { host: '', password: '' },
    ports: {},
    tokens: {},
    processes: [],
  });
}

/** What programs outside need to reach the Ingress: its name, and trust in its certificate. */
async function trusting({ addresses, authorityFile }: PlatformInCluster): Promise<NodeJS.ProcessEnv> {
  const names = join(import.meta.dirname, 'support', 'local-names.mjs');
  const { hostname, port: sitePort } = new URL(addresses.site);
  const ca = readFileSync(authorityFile);
  const socket = connect({ host: '127.0.0.1', port: Number(sitePort), servername: hostname, ca });
  await once(socket, 'secureConnect');
  const key = socket.getPeerX509Certificate()?.publicKey.export({ type: 'spki', format: 'der' });
  socket.destroy();
  return {
    NODE_EXTRA_CA_CERTS: authorityFile,
    NODE_OPTIONS: `--import=${names}`,
    TRUSTED_KEY: createHash('sha256')
      .update(key ?? '')
      .digest('base64'),
  };
}

async function testOn(platform: PlatformInCluster, parameters: readonly string[]): Promise<Outcome> {
  tellOf(platform);
  const environment = {
    ...(await trusting(platform)),
    CHROMIUM: await provideChromium('test'),
    TEST_INSTANCE: instance.instance,
    TEST_CLUSTER_PORT: String(port),
  };
  const examples = join(repository, 'examples', 'courses.json');
  const imported = await run([join('tests', 'cluster', 'support', 'import-courses.ts'), examples], environment);
  if (imported !== 0) throw new Error(`The import of ${examples} ended with ${imported}`);
  return runJest(['--config', join('tests', 'cluster', 'jest.config.mjs'), ...parameters], environment);
}

const paths = process.argv.slice(2);
const elsewhere = [ABOUT_RABBITMQ, ABOUT_PLAIN_OBJECTS];
const withRedis = paths.filter((path) => !elsewhere.some((folder) => path.includes(folder)));
const screenshots = screenshotFolderOf(instance);
rmSync(screenshots, { recursive: true, force: true });
mkdirSync(screenshots, { recursive: true });

/** The tests stand where another proxy would, so that each of their clients has an address of its own. */
const behindUs = (environment: PlatformEnvironment): PlatformEnvironment => ({ ...environment, trustedProxies: 2 });

/** As behindUs, with RabbitMQ, and never less than three gateways and course services. */
const manyWithRabbitmq = (environment: PlatformEnvironment): PlatformEnvironment => {
  const three = { replicas: 3, autoscaling: { maximumReplicas: 3 } };
  const services = { ...environment.services, 'api-gateway': three, 'course-service': three };
  return { ...behindUs(environment), broker: 'rabbitmq', services };
};

const cluster = await provideCluster({ name: instance.instance, port, change: behindUs });
const outcomes: Outcome[] = [];

/** Tests on another platform in the place of the one that is there, unless none of the wanted tests is about it. */
async function testAnother(folder: string, install: () => Promise<PlatformInCluster>, all: readonly string[]) {
  const wanted = paths.filter((path) => path.includes(folder));
  if (paths.length > 0 && wanted.length === 0) return;
  await cluster.kubectl('delete', 'namespace', cluster.platform?.namespace ?? '', '--wait=true');
  outcomes.push(await testOn(await install(), wanted.length > 0 ? wanted : all));
}

try {
  if (cluster.platform === undefined) throw new Error('There is no platform in the cluster');
  if (paths.length === 0 || withRedis.length > 0) {
    const all = ['--testPathIgnorePatterns', ...elsewhere, ABOUT_SILENCE];
    outcomes.push(await testOn(cluster.platform, withRedis.length > 0 ? withRedis : all));
  }
  await testAnother(ABOUT_RABBITMQ, () => cluster.install(manyWithRabbitmq), [ABOUT_RABBITMQ, JOURNEY]);
  await testAnother(ABOUT_PLAIN_OBJECTS, () => cluster.applyPlatform(behindUs), [ABOUT_PLAIN_OBJECTS]);
} finally {
  await cluster.stop();
}
const sum = (count: (outcome: Outcome) => number) => outcomes.reduce((total, outcome) => total + count(outcome), 0);
const failed = sum((outcome) => outcome.failed);
process.stdout.write(`${sum((outcome) => outcome.passed)} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
