import type { AppId } from '@studynotion/contracts';
import { type AppDefinition, appOf, commonSettings, type SettingDefinition } from '@studynotion/platform';
import { z } from 'zod';

/** What every service reads from its environment. */
export interface Configuration<Settings = unknown> {
  readonly app: AppDefinition;
  readonly logLevel: string;
  readonly appHost: string;
  readonly appPort: number;
  readonly operationsHost: string;
  readonly operationsPort: number;
  readonly daprHttpPort: number;
  readonly daprApiToken: string;
  readonly appApiToken: string;
  /** Name of the installation; cookies carry it. */
  readonly instance: string;
  readonly faultPointsFolder: string;
  /** How long the app goes on answering after it was told to stop, in seconds, until nobody sends it more. */
  readonly drainSeconds: number;
  /** The service's own settings, from its schema. */
  readonly settings: Settings;
}

/** The environment is not as the platform's table says; names every variable that is wrong, and how. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

const Port = z.coerce.number().int().min(1).max(65_535);

/**
 * Reads and checks the environment of a service.
 * @param schema the service's own settings by the names in the platform's table; a name that is not there is a mistake
 * @param environment @default process.env
 * @throws ConfigurationError
 */
export function configure<Shape extends z.ZodRawShape>(
  id: AppId,
  schema: z.ZodObject<Shape>,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Configuration<z.output<z.ZodObject<Shape>>> {
  const app = appOf(id);
  requireDeclared(app, schema);
  const common = z.object({
    LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']),
    APP_HOST: z.string().min(1),
    APP_PORT: Port,
    OPERATIONS_HOST: z.string().min(1),
    OPERATIONS_PORT: Port,
    DAPR_HTTP_PORT: Port,
    DAPR_API_TOKEN: z.string(),
    APP_API_TOKEN: z.string(),
    INSTANCE: z.string().regex(/^[a-z0-9-]{1,30}$/, 'must be 1 to 30 of a-z, 0-9 and -'),
    FAULT_POINTS: z.string(),
    DRAIN_SECONDS: z.coerce.number().min(0).max(120),
  });
  const given = {
    APP_PORT: String(app.port),
    OPERATIONS_PORT: String(app.operationsPort),
    DAPR_HTTP_PORT: String(app.dapr.httpPort),
    ...defaultsOf([...commonSettings, ...app.settings]),
    ...setIn(environment),
  };
  const commonResult = common.safeParse(given);
  const ownResult = schema.safeParse(given);
  if (!commonResult.success || !ownResult.success) {
    const issues = [...(commonResult.error?.issues ?? []), ...(ownResult.error?.issues ?? [])];
    throw new ConfigurationError(
      `${id} cannot start, its environment is not right:\n${issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`).join('\n')}`,
    );
  }
  const values = commonResult.data;
  return {
    app,
    logLevel: values.LOG_LEVEL,
    appHost: values.APP_HOST,
    appPort: values.APP_PORT,
    operationsHost: values.OPERATIONS_HOST,
    operationsPort: values.OPERATIONS_PORT,
    daprHttpPort: values.DAPR_HTTP_PORT,
    daprApiToken: values.DAPR_API_TOKEN,
    appApiToken: values.APP_API_TOKEN,
    instance: values.INSTANCE,
    faultPointsFolder: values.FAULT_POINTS,
    drainSeconds: values.DRAIN_SECONDS,
    settings: ownResult.data,
  };
}

function requireDeclared(app: AppDefinition, schema: z.ZodObject): void {
  const declared = new Set(app.settings.map(({ name }) => name));
  const unknown = Object.keys(schema.shape).filter((name) => !declared.has(name));
  if (unknown.length > 0)
    throw new ConfigurationError(`${app.id} reads ${unknown.join(', ')}, which the platform's table does not list`);
}

function defaultsOf(settings: readonly SettingDefinition[]): Record<string, string> {
  const entries = settings.flatMap(({ name, default: value }): [string, string][] =>
    value === undefined ? [] : [[name, value]],
  );
  // An empty default of a port means "the table's", which is there already.
  return Object.fromEntries(entries.filter(([name, value]) => !(value === '' && name.endsWith('_PORT'))));
}

function setIn(environment: Readonly<Record<string, string | undefined>>): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(environment).filter(
      ([name, value]) => value !== undefined && !(value === '' && name.endsWith('_PORT')),
    ),
  );
}
