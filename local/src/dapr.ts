import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { AppId } from '@studynotion/contracts';
import { type AppDefinition, apps, type DaprObject, daprObjects, toYaml } from '@studynotion/platform';
import { machineEnvironment } from './environment.ts';
import { type Installation, within } from './installation.ts';
import type { InstallationSecrets } from './secrets.ts';
import type { Unit } from './supervisor.ts';

/** Seconds between two looks at an app's health, and how many bad ones count. */
const HEALTH_PROBE = { seconds: 2, milliseconds: 1000, threshold: 3 };
const SHUTDOWN_SECONDS = 2;

/** daprd warns of what is left out on purpose on one machine, and of each wait for news that ended without any. */
const KNOWN_AND_WANTED =
  /Skipping programmatic|mTLS is disabled|Actor runtime disabled|No scheduler host addresses|Scheduler disabled|error reading from stream .*(?:i\/o timeout|deadline exceeded)/;

/** Writes the Dapr objects of an installation; what an older version of the table wrote goes away. */
export function writeDaprObjects(installation: Installation, redisHost: string): void {
  rmSync(within(installation, 'dapr'), { recursive: true, force: true });
  const objects = daprObjects({
    redisHost,
    secretsFolder: within(installation, 'secrets'),
    nameResolutionFile: within(installation, 'dapr', 'names.db'),
  });
  for (const object of objects)
    for (const place of placesOf(object)) {
      const file = within(installation, 'dapr', place);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, toYaml(object));
    }
}

/**
 * Each sidecar has a folder of its own: of two components with one name, such as the secret stores, daprd complains
 * even when their scopes differ.
 */
function placesOf({ file, object }: DaprObject): string[] {
  if (object.kind === 'Configuration') return [file];
  return apps
    .filter(({ id }) => object.scopes === undefined || object.scopes.includes(id))
    .map(({ id }) => join(resourcesOf(id), basename(file)));
}

const resourcesOf = (id: AppId) => `resources/${id}`;

export interface SidecarNeeds {
  readonly daprd: string;
  readonly installation: Installation;
  readonly secrets: InstallationSecrets;
  readonly redisPassword: string;
  readonly launcher: NodeJS.ProcessEnv;
}

/** The sidecar of an app, as a process to keep running. */
export function sidecarOf(app: AppDefinition, needs: SidecarNeeds): Unit {
  const { daprd, installation, secrets, redisPassword, launcher } = needs;
  const port = (base: number) => String(base + installation.portOffset);
  const flags = {
    'app-id': app.id,
    'app-port': port(app.port),
    'app-protocol': 'http',
    'dapr-http-port': port(app.dapr.httpPort),
    'dapr-grpc-port': port(app.dapr.grpcPort),
    'dapr-internal-grpc-port': port(app.dapr.internalGrpcPort),
    'metrics-port': port(app.dapr.metricsPort),
    'dapr-listen-addresses': '127.0.0.1',
    'dapr-internal-grpc-listen-address': '127.0.0.1',
    'metrics-listen-address': '127.0.0.1',
    'resources-path': within(installation, 'dapr', resourcesOf(app.id)),
    config: within(installation, 'dapr', 'configuration', `${app.id}.yaml`),
    'app-health-check-path': '/healthz',
    'app-health-probe-interval': String(HEALTH_PROBE.seconds),
    'app-health-probe-timeout': String(HEALTH_PROBE.milliseconds),
    'app-health-threshold': String(HEALTH_PROBE.threshold),
    'dapr-graceful-shutdown-seconds': String(SHUTDOWN_SECONDS),
    // Both are declared in files; asking the app for them would only give 404.
    'disable-init-endpoints': 'config,subscribe',
    'log-level': 'info',
  };
  return {
    name: `${app.id}-sidecar`,
    kind: 'sidecar',
    command: daprd,
    parameters: [
      ...Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value]),
      ...['--enable-app-health-check', '--log-as-json', '--disable-builtin-k8s-secret-store'],
    ],
    environment: {
      ...machineEnvironment(launcher),
      DAPR_API_TOKEN: secrets.tokens[app.id]?.dapr,
      APP_API_TOKEN: secrets.tokens[app.id]?.app,
      REDIS_PASSWORD: redisPassword,
      DAPR_HOST_IP: '127.0.0.1',
    },
    leastLevel: 'warn',
    hidden: KNOWN_AND_WANTED,
  };
}
