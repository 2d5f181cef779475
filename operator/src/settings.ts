import { z } from 'zod';

const Names = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
  )
  .pipe(z.array(z.string().regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, 'is no name of a namespace')).min(1));

/** What the operator is told by its environment. */
const Settings = z.object({
  POD_NAMESPACE: z.string().min(1),
  POD_NAME: z.string().min(1),
  WATCH_NAMESPACES: Names.optional(),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
  RESYNC_SECONDS: z.coerce.number().int().min(10).max(86_400).default(300),
  METRICS_PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
  HEALTH_PORT: z.coerce.number().int().min(0).max(65_535).default(8081),
});
export type Settings = z.output<typeof Settings>;

/** @throws Error that names each variable and what is wrong with it */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const read = Settings.safeParse(environment);
  if (read.success) return read.data;
  const problems = read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new Error(`The settings are wrong: ${problems.join('; ')}`);
}
