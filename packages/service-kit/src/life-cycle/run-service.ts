import { systemClock } from '../clock.ts';
import { type Configuration, ConfigurationError } from '../configuration.ts';
import { sealingSidecar } from '../events/sealed-events.ts';
import { createLogger } from '../observability/logger.ts';
import { daprSidecar } from '../sidecar/dapr-sidecar.ts';
import type { ServiceDefinition } from './service.ts';
import { type RunningService, startService } from './start-service.ts';

/** A stop that takes longer, besides the draining, is cut short, in milliseconds. */
const LONGEST_STOP = 25_000;

/**
 * Runs a service as a process: from its environment, beside its real sidecar, until SIGTERM or SIGINT.
 * @param readConfiguration e.g. `() => configure('course-service', Settings)`
 */
export async function runService<Settings>(
  definition: ServiceDefinition<Settings>,
  readConfiguration: () => Configuration<Settings>,
): Promise<void> {
  const configuration = configurationOrExit(readConfiguration);
  const { app, logLevel, daprHttpPort, daprApiToken, drainSeconds } = configuration;
  const logger = createLogger({ app: app.id, level: logLevel });
  const sidecar = sealingSidecar(daprSidecar({ app: app.id, httpPort: daprHttpPort, apiToken: daprApiToken }));

  process.on('uncaughtException', (error) => exitAfter(() => logger.fatal({ error }, 'an error that nobody caught')));
  process.on('unhandledRejection', (error) =>
    exitAfter(() => logger.fatal({ error }, 'a rejection that nobody handled')),
  );

  let service: RunningService | undefined;
  let stopping = false;
  const stop = (signal: NodeJS.Signals): void => {
    if (stopping) return; // a terminal's Ctrl-C may come twice, and a second one must not cut the first one short
    stopping = true;
    logger.info(`${app.id} stops on ${signal}`);
    const longest = drainSeconds * 1000 + LONGEST_STOP;
    setTimeout(() => exitAfter(() => logger.error('the stop took too long')), longest).unref();
    if (service === undefined) process.exit(0); // still starting: nothing is at hand
    service.stop().then(
      () => process.exit(0),
      (error: unknown) => exitAfter(() => logger.error({ error }, 'the stop failed')),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);

  try {
    service = await startService(definition, configuration, { sidecar, clock: systemClock, logger });
  } catch (error) {
    exitAfter(() => logger.fatal({ error }, `${app.id} could not start`));
  }
}

function exitAfter(tell: () => void): never {
  tell();
  process.exit(1);
}

function configurationOrExit<Settings>(read: () => Configuration<Settings>): Configuration<Settings> {
  try {
    const configuration = read();
    requireTokens(configuration);
    return configuration;
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return process.exit(1);
  }
}

/** Without them whoever reaches a port of the pod could speak as the sidecar, or through it as the app. */
function requireTokens({ app, daprApiToken, appApiToken }: Configuration): void {
  const missing = Object.entries({ DAPR_API_TOKEN: daprApiToken, APP_API_TOKEN: appApiToken })
    .filter(([, token]) => token === '')
    .map(([name]) => name);
  if (missing.length > 0) throw new ConfigurationError(`${app.id} cannot start, ${missing.join(' and ')} must be set`);
}
