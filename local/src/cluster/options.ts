import { parseArgs } from 'node:util';
import { instanceNamed, UsageError } from '../options.ts';

export const usage = `Usage: npm run cluster -- [command] [options]

Runs StudyNotion on a Kubernetes cluster of its own on this machine (docs/cluster.md).

  up                  start the cluster, build and bring the images, apply the platform, wait for it (the default);
                      brings a cluster that runs already up to date
  down                end the cluster and leave nothing of it running; data and secrets stay
  status              show what runs
  logs [app]          show the last lines of an app with its sidecar, or of the cluster's own programs
  kubectl <…>         run kubectl in the cluster, as in "kubectl get pods"

  --name <name>       name of the cluster, for several side by side (STUDYNOTION_CLUSTER, default local)
  --port <n>          port of the site on localhost (STUDYNOTION_CLUSTER_PORT, default 8443)
  --broker <name>     with up: redis (the default) or rabbitmq, as in production
  --reset             with up: begin with empty data and new secrets; with down: delete them
  --own               with up: a cluster of its own programs also where Docker and kind are there
  --bare              with up: the cluster with Ingress, metrics and Dapr, without the platform
  --help              show this text
`;

export const commands = ['up', 'down', 'status', 'logs', 'kubectl'] as const;
export type Command = (typeof commands)[number];

export interface ClusterOptions {
  readonly command: Command;
  /** What follows the command: an app of `logs`, all that kubectl gets. */
  readonly parameters: readonly string[];
  readonly name: string;
  readonly port: number;
  readonly broker: 'redis' | 'rabbitmq';
  readonly reset: boolean;
  readonly own: boolean;
  readonly bare: boolean;
}

/** Reads the command line, and the environment where an option is not on it. Throws `UsageError`. */
export function readClusterOptions(given: readonly string[], environment: NodeJS.ProcessEnv): ClusterOptions | 'help' {
  const own = beforeKubectl(given);
  const { values, positionals } = parse(own);
  if (values.help) return 'help';
  const [command = 'up', ...parameters] = positionals;
  const known = commands.find((name) => name === command);
  if (known === undefined) throw new UsageError(`There is no command "${command}"; there are ${commands.join(', ')}.`);
  if (parameters.length > (known === 'logs' ? 1 : 0))
    throw new UsageError(`"${parameters.at(-1)}" is one word too many.`);
  return {
    command: known,
    parameters: known === 'kubectl' ? given.slice(own.length) : parameters,
    name: instanceNamed(values.name ?? environment.STUDYNOTION_CLUSTER ?? 'local'),
    port: portOf(values.port ?? environment.STUDYNOTION_CLUSTER_PORT ?? '8443'),
    broker: brokerNamed(values.broker ?? 'redis'),
    reset: values.reset ?? false,
    own: values.own ?? false,
    bare: values.bare ?? false,
  };
}

/** What comes after the word kubectl is kubectl's, options too. */
function beforeKubectl(given: readonly string[]): readonly string[] {
  const position = given.indexOf('kubectl');
  return position === -1 ? given : given.slice(0, position + 1);
}

function parse(parameters: readonly string[]) {
  try {
    return parseArgs({
      args: [...parameters],
      allowPositionals: true,
      options: {
        name: { type: 'string' },
        port: { type: 'string' },
        broker: { type: 'string' },
        reset: { type: 'boolean' },
        own: { type: 'boolean' },
        bare: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function brokerNamed(name: string): ClusterOptions['broker'] {
  if (name === 'redis' || name === 'rabbitmq') return name;
  throw new UsageError(`There is no broker "${name}"; there are redis and rabbitmq.`);
}

const FIRST_PORT_OF_EVERYBODY = 1024;
const FIRST_EPHEMERAL_PORT = 32_768;

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= FIRST_PORT_OF_EVERYBODY && port < FIRST_EPHEMERAL_PORT) return port;
  throw new UsageError(
    `The port must be a whole number from ${FIRST_PORT_OF_EVERYBODY} to ${FIRST_EPHEMERAL_PORT - 1}, not "${text}".`,
  );
}
