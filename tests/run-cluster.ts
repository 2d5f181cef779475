import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'node:tls';
import type { PlatformEnvironment } from '@studynotion/cdk8s';
import { installationNamed, provideChromium, repository, writePlatformFile } from '@studynotion/local';
import { type PlatformInCluster, provideCluster, type TestCluster } from '@studynotion/local/cluster';
import { processIdentity } from '../local/processes.mjs';
import { allEnded, conclude, type Outcome, run, runJest } from './run-jest.ts';
import { screenshotFolderOf, testInstanceNamed } from './support/running-platform.ts';

/**
 * `npm run test:cluster`: all tests of tests/cluster and a learner's journey on a cluster of their own, first with Redis as
 * broker and one pod of each service, then with RabbitMQ and three of the busiest. Both are installed by the chart; at last
 * the plain objects are applied without an operator. What needs no platform in the cluster, an API server of its own at
 * most, runs beside all that. With paths of test files it runs those alone, with Redis unless their folder says another.
 */

const instance = testInstanceNamed('cluster-tests');
const installation = installationNamed(instance);
const port = 9443 + Number(process.env.STUDYNOTION_PORT_OFFSET ?? 0);
const WITHOUT_PLATFORM = join('cluster', 'without-platform');
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

const configuration = ['--config', join('tests', 'cluster', 'jest.config.mjs')];

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
  return runJest([...configuration, ...parameters], environment);
}

const paths = process.argv.slice(2);
/** Which tests of a folder are wanted: all of them, or those that were named. */
const wantedOf = (folder: string): readonly string[] =>
  paths.length === 0 ? [folder] : paths.filter((path) => path.includes(folder));
const elsewhere = [WITHOUT_PLATFORM, ABOUT_RABBITMQ, ABOUT_PLAIN_OBJECTS];
const withRedis =
  paths.length === 0
    ? ['--testPathIgnorePatterns', ...elsewhere, ABOUT_SILENCE]
    : paths.filter((path) => !elsewhere.some((folder) => path.includes(folder)));
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

async function testPlatforms({ platform, kubectl, install, applyPlatform }: TestCluster): Promise<Outcome[]> {
  if (platform === undefined) throw new Error('There is no platform in the cluster');
  const outcomes: Outcome[] = [];
  if (withRedis.length > 0) outcomes.push(await testOn(platform, withRedis));

  /** Tests on another platform in the place of the one that is there. */
  const testAnother = async (folder: string, another: () => Promise<PlatformInCluster>, ...more: readonly string[]) => {
    const wanted = wantedOf(folder);
    if (wanted.length === 0) return;
    await kubectl('delete', 'namespace', platform.namespace, '--wait=true');
    outcomes.push(await testOn(await another(), [...wanted, ...(paths.length === 0 ? more : [])]));
  };
  await testAnother(ABOUT_RABBITMQ, () => install(manyWithRabbitmq), JOURNEY);
  await testAnother(ABOUT_PLAIN_OBJECTS, () => applyPlatform(behindUs));
  return outcomes;
}

/** They compute where tests on the platform wait, and stand back where those measure. */
async function testWithoutPlatform(): Promise<Outcome[]> {
  const wanted = wantedOf(WITHOUT_PLATFORM);
  return wanted.length === 0 ? [] : [await runJest([...configuration, ...wanted], {}, { niceness: 10 })];
}

if (paths.length > 0 && wantedOf(WITHOUT_PLATFORM).length === paths.length) conclude(await testWithoutPlatform());
else {
  const cluster = await provideCluster({ name: instance.instance, port, change: behindUs });
  try {
    conclude((await allEnded([testPlatforms(cluster), testWithoutPlatform()])).flat());
  } finally {
    await cluster.stop();
  }
}
