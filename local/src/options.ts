import { parseArgs } from 'node:util';
import { type AppId, appIds } from '@studynotion/contracts';

export const usage = `Usage: npm start -- [options]

Runs StudyNotion on this machine, with a Dapr sidecar beside each service.

  --only <app>        run this app with its sidecar, the infrastructure and the services it calls (repeatable)
  --watch             restart a service when its sources change
  --reset             throw away all data of this instance first
  --import <file>     import courses from a file (docs/course-import.md), also into a platform that runs already
  --seed demo         fill it with people, courses and sales to look at (docs/demo-data.md), also one that runs already
  --instance <name>   name of the installation, for several side by side (STUDYNOTION_INSTANCE, default local)
  --port-offset <n>   is added to every port (STUDYNOTION_PORT_OFFSET, default 0)
  --help              show this text

Parts you have already are used when these are set: MONGODB_URI, REDIS_URL, DAPRD (path of the program).
Apps: ${appIds.join(', ')}
`;

export interface Options {
  /** Empty: all of them. */
  readonly only: readonly AppId[];
  readonly watch: boolean;
  readonly reset: boolean;
  readonly importFile?: string;
  /** Data to fill the platform with. */
  readonly seed?: 'demo';
  readonly instance: string;
  readonly portOffset: number;
}

/** An argument that makes no sense; the message says which and why. */
export class UsageError extends Error {}

/** Reads the command line, and the environment where an option is not on it. Throws `UsageError`. */
export function readOptions(parameters: readonly string[], environment: NodeJS.ProcessEnv): Options | 'help' {
  const values = parse(parameters);
  if (values.help) return 'help';
  if (values.seed !== undefined && values.only !== undefined)
    throw new UsageError('Demo data need the whole platform: use --seed without --only.');
  return {
    only: (values.only ?? []).map(appNamed),
    watch: values.watch ?? false,
    reset: values.reset ?? false,
    importFile: values.import,
    seed: seedNamed(values.seed),
    instance: instanceNamed(values.instance ?? environment.STUDYNOTION_INSTANCE ?? 'local'),
    portOffset: offset(values['port-offset'] ?? environment.STUDYNOTION_PORT_OFFSET ?? '0'),
  };
}

function parse(parameters: readonly string[]) {
  try {
    return parseArgs({
      args: [...parameters],
      options: {
        only: { type: 'string', multiple: true },
        watch: { type: 'boolean' },
        reset: { type: 'boolean' },
        import: { type: 'string' },
        seed: { type: 'string' },
        instance: { type: 'string' },
        'port-offset': { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function appNamed(name: string): AppId {
  const app = appIds.find((id) => id === name);
  if (app === undefined) throw new UsageError(`There is no app "${name}"; there are ${appIds.join(', ')}.`);
  return app;
}

function seedNamed(name: string | undefined): Options['seed'] {
  if (name === undefined || name === 'demo') return name;
  throw new UsageError(`There is no data "${name}" to seed; there is demo.`);
}

export function instanceNamed(name: string): string {
  if (!/^[a-z0-9][a-z0-9-]{0,29}$/.test(name))
    throw new UsageError(`"${name}" is no name for an instance: small letters, digits and hyphens, 30 at most.`);
  return name;
}

const HIGHEST_PORT_OF_THE_TABLE = 3900;
const FIRST_EPHEMERAL_PORT = 32_768;

function offset(text: string): number {
  const value = Number(text);
  const highest = FIRST_EPHEMERAL_PORT - 1 - HIGHEST_PORT_OF_THE_TABLE;
  if (!/^\d+$/.test(text) || value > highest)
    throw new UsageError(`The port offset must be a whole number from 0 to ${highest}, not "${text}".`);
  return value;
}
