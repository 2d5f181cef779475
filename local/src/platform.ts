import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type AppDefinition, helpers } from '@studynotion/platform';
import type { ProcessRecord } from '../processes.mjs';
import { Children } from './children.ts';
import { claim, endLeftovers, ownProcess, recordsFile, release } from './claim.ts';
import { type SidecarNeeds, sidecarOf, writeDaprObjects } from './dapr.ts';
import { environmentOf, frontendEnvironment, gatewayAddress, publicOrigin, sandboxEnvironment } from './environment.ts';
import { buildFrontend } from './frontend-build.ts';
import { startDatabase, waitForDatabase } from './infrastructure/database.ts';
import { parseRedisUrl, type RedisAddress, startRedis, waitForRedis } from './infrastructure/redis.ts';
import {
  appPortsOf,
  helperPort,
  helperPortsOf,
  type Installation,
  infrastructurePortsOf,
  makeFolders,
  repository,
  type UsedPort,
  within,
} from './installation.ts';
import { LogBook } from './log-book.ts';
import { findDaprd } from './parts/daprd.ts';
import { type DatabaseServer, findDatabase } from './parts/database-server.ts';
import { findRedis, type RedisServer } from './parts/redis-server.ts';
import type { Workshop } from './parts/workshop.ts';
import { type RunningPlatform, removePlatformFile, writePlatformFile } from './platform-file.ts';
import { type Holder, takenPorts } from './ports.ts';
import { addressesOf, type InstallationSecrets, prepareSecrets, writeSecretFiles } from './secrets.ts';
import { SetupError } from './setup-error.ts';
import { kinds, Supervisor, type Unit } from './supervisor.ts';
import { type Progress, paint, say, step } from './terminal.ts';
import { canConnect, untilSuccess } from './wait.ts';

const READY_SECONDS = 90;

export interface PlatformOptions {
  readonly installation: Installation;
  readonly apps: readonly AppDefinition[];
  readonly withFrontend: boolean;
  readonly reset: boolean;
  /** The environment of whoever starts it: where to look for parts, and settings to pass on. */
  readonly launcher: NodeJS.ProcessEnv;
  /** Calls the start off. */
  readonly signal: AbortSignal;
}

interface Parts {
  readonly daprd: string;
  readonly redis: RedisServer | undefined;
  readonly database: DatabaseServer | undefined;
}

/** Redis and database, running. */
export interface Infrastructure {
  readonly mongodbUri: string;
  readonly redis: RedisAddress;
}

/** Runs one installation of the platform, from nothing to ready and back. */
export class Platform {
  readonly #options: PlatformOptions;
  readonly #self: ProcessRecord;
  readonly #children: Children;
  readonly #logs: LogBook;
  readonly #supervisor: Supervisor;
  readonly #workshop: Workshop;
  #ready: RunningPlatform | undefined;

  /** Claims the installation and ends what an earlier run of it left. Throws a SetupError when it runs already. */
  static async prepare(options: PlatformOptions): Promise<Platform> {
    const { installation } = options;
    makeFolders(installation);
    const self = claim(installation);
    const ended = await endLeftovers(installation);
    if (ended.length > 0) say(paint('yellow', `  Ended what an earlier run left: ${ended.join(', ')}`));
    removePlatformFile(installation);
    return new Platform(options, self);
  }

  private constructor(options: PlatformOptions, self: ProcessRecord) {
    const { installation, launcher, signal, apps } = options;
    this.#options = options;
    this.#self = self;
    this.#children = new Children(recordsFile(installation));
    this.#logs = new LogBook(
      installation,
      apps.map(({ id }) => `${id}-sidecar`),
    );
    this.#supervisor = new Supervisor({
      children: this.#children,
      logs: this.#logs,
      onChange: () => this.#tell(),
    });
    this.#workshop = {
      children: this.#children,
      signal,
      environment: launcher,
      log: (line) => this.#logs.write('setup', line, 'never'),
    };
  }

  /** Starts everything and waits until every app is ready. */
  async start(): Promise<RunningPlatform> {
    await this.#checkPorts([...this.#infrastructurePorts(), ...this.#platformPorts()]);
    if (this.#options.reset) await this.#reset();
    const parts = await this.#findParts(true);
    const secrets = prepareSecrets(this.#options.installation);
    const infrastructure = await this.#startInfrastructure(parts, secrets);
    await step('Secrets and Dapr objects', async () => this.#writeConfiguration(secrets, infrastructure));
    if (this.#options.withFrontend) await step('Front end', (progress) => buildFrontend(this.#workshop, progress));
    await this.#startApps(parts.daprd, secrets, infrastructure.redis);
    this.#ready = this.#describe(secrets, infrastructure);
    this.#tell();
    return this.#ready;
  }

  /** Starts Redis and the database alone. */
  async startInfrastructure(): Promise<Infrastructure> {
    await this.#checkPorts(this.#infrastructurePorts());
    if (this.#options.reset) await this.#reset();
    const parts = await this.#findParts(false);
    return this.#startInfrastructure(parts, prepareSecrets(this.#options.installation));
  }

  /** From now on shows what the apps log. */
  follow(): void {
    this.#logs.follow();
  }

  /** Starts a program again because its sources changed; the front end is built anew first. */
  async restart(name: string): Promise<void> {
    say(paint('yellow', `  ${name}: sources changed, starting it again`));
    if (name === 'frontend') await buildFrontend(this.#workshop, () => undefined);
    await this.#supervisor.restart(name);
  }

  /** Stops everything: what uses others before what is used. */
  async stop(): Promise<void> {
    for (const kind of kinds) {
      if (kind === 'infrastructure') this.#logs.hush();
      await this.#supervisor.stop(kind);
    }
    await this.#children.close();
    this.#logs.close();
    removePlatformFile(this.#options.installation);
    release(this.#options.installation);
  }

  async #checkPorts(ports: readonly UsedPort[]): Promise<void> {
    await step('Ports', async () => {
      const taken = await takenPorts(ports);
      if (taken.length === 0) return;
      const lines = taken.map(({ port, by, holder }) => `  ${port} for ${by} is held by ${nameOf(holder)}`);
      throw new SetupError(
        `${taken.length === 1 ? 'A port is' : 'Ports are'} taken; nothing was started. Stop the other process or use --port-offset.\n${lines.join('\n')}`,
      );
    });
  }

  #infrastructurePorts(): UsedPort[] {
    const { installation, launcher } = this.#options;
    return [
      ...(launcher.REDIS_URL ? [] : infrastructurePortsOf(installation, ['redis'])),
      ...(launcher.MONGODB_URI ? [] : infrastructurePortsOf(installation, ['mongodb', 'postgresql'])),
    ];
  }

  #platformPorts(): UsedPort[] {
    const { installation, apps, withFrontend } = this.#options;
    return [
      ...appPortsOf(installation, apps),
      ...helperPortsOf(installation, 'sandbox'),
      ...(withFrontend ? helperPortsOf(installation, 'frontend') : []),
    ];
  }

  async #reset(): Promise<void> {
    await step('Reset: all data and secrets of this instance', async () => {
      for (const name of ['data', 'secrets', 'dapr', 'logs'])
        rmSync(within(this.#options.installation, name), { recursive: true, force: true });
      makeFolders(this.#options.installation);
    });
    const { MONGODB_URI, REDIS_URL } = this.#options.launcher;
    if (MONGODB_URI || REDIS_URL) say('    What is at MONGODB_URI or REDIS_URL is yours and was left as it is.');
  }

  async #findParts(withDaprd: boolean): Promise<Parts> {
    const { launcher, installation } = this.#options;
    const workshop = this.#workshop;
    const data = within(installation, 'data');
    return {
      redis: launcher.REDIS_URL ? undefined : await step('Redis', (progress) => findRedis(workshop, progress)),
      database: launcher.MONGODB_URI
        ? undefined
        : await step('Database', (progress) => findDatabase(data, workshop, progress)),
      daprd: withDaprd ? await step('Dapr sidecar', (progress) => findDaprd(workshop, progress)) : '',
    };
  }

  async #startInfrastructure(parts: Parts, secrets: InstallationSecrets): Promise<Infrastructure> {
    const needs = {
      installation: this.#options.installation,
      secrets,
      supervisor: this.#supervisor,
      workshop: this.#workshop,
    };
    return step('Infrastructure', async () => {
      const [redis, mongodbUri] = await Promise.all([
        parts.redis === undefined ? this.#configuredRedis() : startRedis(parts.redis, needs),
        parts.database === undefined ? this.#configuredDatabase() : startDatabase(parts.database, needs),
      ]);
      return { redis, mongodbUri };
    });
  }

  async #configuredRedis(): Promise<RedisAddress> {
    const redis = parseRedisUrl(this.#options.launcher.REDIS_URL ?? '');
    await waitForRedis(redis, this.#options.signal);
    return redis;
  }

  async #configuredDatabase(): Promise<string> {
    const uri = this.#options.launcher.MONGODB_URI ?? '';
    await waitForDatabase(uri, this.#options.signal);
    return uri;
  }

  #writeConfiguration(secrets: InstallationSecrets, { mongodbUri, redis }: Infrastructure): void {
    const { installation } = this.#options;
    writeSecretFiles(installation, secrets, addressesOf(installation, mongodbUri));
    writeDaprObjects(installation, redis.host);
  }

  async #startApps(daprd: string, secrets: InstallationSecrets, redis: RedisAddress): Promise<void> {
    const { installation, launcher, apps, withFrontend } = this.#options;
    const needs: SidecarNeeds = { daprd, installation, secrets, redisPassword: redis.password, launcher };
    await step('Services', async (progress) => {
      this.#supervisor.start(this.#sandbox(secrets));
      for (const app of apps) {
        this.#supervisor.start(sidecarOf(app, needs));
        this.#supervisor.start({
          ...nodeProgram(app.id, `services/${app.id}/src/main.ts`),
          kind: 'service',
          environment: environmentOf(app, installation, secrets, launcher),
        });
      }
      if (withFrontend) this.#supervisor.start(this.#frontend());
      await this.#untilReady(progress);
    });
  }

  #sandbox(secrets: InstallationSecrets): Unit {
    const { installation, launcher } = this.#options;
    const environment = sandboxEnvironment(installation, secrets, launcher);
    mkdirSync(within(installation, 'data', 'sandbox'), { recursive: true, mode: 0o700 });
    return { ...nodeProgram('sandbox', 'sandbox/src/main.ts'), kind: 'helper', environment };
  }

  #frontend(): Unit {
    const environment = frontendEnvironment(this.#options.installation, this.#options.launcher);
    return { ...nodeProgram('frontend', 'frontend/server/main.ts'), kind: 'helper', environment };
  }

  async #untilReady(progress: Progress): Promise<void> {
    const { installation, apps, withFrontend, signal } = this.#options;
    const checks = [
      ...apps.map((app) => ({
        name: app.id as string,
        check: () => answersReady(app.operationsPort + installation.portOffset),
      })),
      ...helpers
        .filter(({ id }) => id !== 'frontend' || withFrontend)
        .map(({ id, ports }) => ({
          name: id as string,
          check: async () => {
            for (const name of Object.keys(ports)) await canConnect(helperPort(installation, id, name));
          },
        })),
    ];
    const waiting = new Set(checks.map(({ name }) => name));
    const show = () =>
      progress(
        waiting.size === 0
          ? `${checks.length} ready`
          : `${checks.length - waiting.size} of ${checks.length} ready, waiting for ${[...waiting].join(', ')}`,
      );
    show();
    const waits = checks.map(async ({ name, check }) => {
      await untilSuccess(check, { what: name, seconds: READY_SECONDS, signal, everyMilliseconds: 100 });
      waiting.delete(name);
      show();
    });
    try {
      await Promise.all(waits);
    } catch (error) {
      if (!signal.aborted) for (const name of waiting) this.#showWhy(name);
      throw error;
    } finally {
      await Promise.race([Promise.allSettled(waits), pause(0)]);
    }
  }

  #showWhy(name: string): void {
    say(paint('red', `  ${name} is not ready. Its last lines:`));
    for (const line of this.#logs.lastLines(name)) say(`    ${line}`);
  }

  #describe(secrets: InstallationSecrets, { mongodbUri, redis }: Infrastructure): RunningPlatform {
    const { installation, apps } = this.#options;
    const at = (name: string) => `http://localhost:${helperPort(installation, 'sandbox', name)}`;
    const { portOffset } = installation;
    return {
      instance: installation.instance,
      portOffset,
      supervisor: this.#self,
      bootstrap: process.ppid,
      addresses: {
        site: publicOrigin(installation),
        gateway: gatewayAddress(installation),
        inbox: at('inbox'),
        razorpay: at('razorpay'),
      },
      mongodbUri,
      redis,
      ports: Object.fromEntries(
        apps.map((app) => [
          app.id,
          {
            app: app.port + portOffset,
            operations: app.operationsPort + portOffset,
            daprHttp: app.dapr.httpPort + portOffset,
            daprMetrics: app.dapr.metricsPort + portOffset,
          },
        ]),
      ),
      tokens: secrets.tokens,
      processes: [],
      accounts: secrets.accounts,
    };
  }

  /** Keeps the file about the running platform up to date: processes get other pids when they are started again. */
  #tell(): void {
    if (this.#ready === undefined) return;
    const processes = this.#supervisor.processes().map(({ name, pid, restarts }) => ({ name, pid, restarts }));
    writePlatformFile(this.#options.installation, { ...this.#ready, processes });
  }
}

function nodeProgram(name: string, file: string): Pick<Unit, 'name' | 'command' | 'parameters'> {
  if (!existsSync(join(repository, file))) throw new SetupError(`${name} cannot run: ${file} is missing.`);
  return { name, command: process.execPath, parameters: [file] };
}

function nameOf({ pid, command }: Holder): string {
  if (pid === undefined) return 'a process that this user may not see';
  const ours = ownProcess(pid);
  if (ours !== undefined) return `${ours} (process ${pid})`;
  return command === undefined ? `process ${pid}` : `process ${pid} (${command.slice(0, 120)})`;
}

async function answersReady(port: number): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(2000) });
  if (!answer.ok) throw new Error(`/readyz answers ${answer.status}: ${(await answer.text()).slice(0, 300)}`);
  await answer.arrayBuffer();
}
