import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { runTool, type Workshop } from '../parts/workshop.ts';

/** How a registry is reached, as npm itself understands all its files and the environment. */
const Reach = z.object({
  globalconfig: z.string(),
  userconfig: z.string(),
  cache: z.string(),
  cafile: z.string().nullish(),
  registry: z.string(),
  proxy: z.string().nullish(),
  'https-proxy': z.string().nullish(),
  noproxy: z.array(z.string()).or(z.string()).nullish(),
  'strict-ssl': z.boolean(),
});
export type Reach = z.infer<typeof Reach>;

/** How npm is set up on this machine, as one file for a build, whose cache is elsewhere. */
export async function npmSettings(cacheInBuild: string, workshop: Workshop): Promise<{ text: string; cache: string }> {
  const lines = await runTool(workshop, {
    command: 'npm',
    parameters: ['config', 'list', '--json', '--loglevel=error'],
  });
  const reach = Reach.parse(JSON.parse(lines.slice(lines.indexOf('{')).join('\n')));
  const files = [reach.globalconfig, reach.userconfig].filter(existsSync).map((file) => readFileSync(file, 'utf8'));
  const authorities = [reach.cafile, workshop.environment.NODE_EXTRA_CA_CERTS].filter(
    (file) => file && existsSync(file),
  );
  const certificates = authorities.map((file) => readFileSync(file ?? '', 'utf8')).join('\n');
  return { text: buildSettings(reach, files, certificates, cacheInBuild), cache: reach.cache };
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** Certificates stand in the text itself, for files of the machine are not there in a build; npm tells no log-ins. */
export function buildSettings(
  reach: Reach,
  files: readonly string[],
  certificates: string,
  cacheInBuild: string,
): string {
  const { registry, proxy, noproxy } = reach;
  const settings = { registry, proxy, 'https-proxy': reach['https-proxy'], noproxy, 'strict-ssl': reach['strict-ssl'] };
  const given = Object.entries(settings).filter(
    ([, value]) => value !== null && value !== undefined && `${value}` !== '',
  );
  const logIns = files.flatMap((text) => text.split(/\r?\n/)).filter((line) => /^\s*(\/\/|@)[^=]+=/.test(line));
  return [
    ...given.map(([name, value]) => `${name}=${value}`),
    ...logIns.map((line) => line.trim()),
    ...(certificates.match(CERTIFICATE) ?? []).map((certificate) => `ca[]=${JSON.stringify(certificate)}`),
    `cache=${cacheInBuild}`,
    '',
  ].join('\n');
}
