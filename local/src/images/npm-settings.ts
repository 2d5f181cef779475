import { existsSync, readFileSync } from 'node:fs';
import { runTool, type Workshop } from '../parts/workshop.ts';

/**
 * How npm is set up on this machine, as one file for a build: what the user's and the machine's files say, then the
 * environment. The cache becomes that of the build.
 */
export async function npmSettings(cacheInBuild: string, workshop: Workshop): Promise<{ text: string; cache: string }> {
  const setting = async (name: string) =>
    (await runTool(workshop, { command: 'npm', parameters: ['config', 'get', name] }))[0] ?? '';
  const [globalFile, userFile, cache] = await Promise.all([
    setting('globalconfig'),
    setting('userconfig'),
    setting('cache'),
  ]);
  const files = [globalFile, userFile].filter(existsSync).map((file) => readFileSync(file, 'utf8'));
  return { text: buildSettings(files, workshop.environment, cacheInBuild), cache };
}

/** Certificates stand in the file itself, for files of the machine are not there in a build. */
export function buildSettings(
  files: readonly string[],
  environment: NodeJS.ProcessEnv,
  cacheInBuild: string,
  read: (file: string) => string = (file) => readFileSync(file, 'utf8'),
): string {
  const lines = [...files.flatMap((text) => text.split(/\r?\n/)), ...fromEnvironment(environment)];
  const passed = lines.filter((line) => /^[^#;\s][^=]*=/.test(line.trim())).map((line) => line.trim());
  const value = (line: string) => line.slice(line.indexOf('=') + 1).trim();
  const certificates =
    passed
      .filter((line) => /^cafile\s*=/.test(line))
      .map((line) => read(value(line)))
      .at(-1) ?? '';
  return [
    ...passed.filter((line) => !/^(cache|cafile|prefix|nodedir|globalconfig|userconfig)\s*=/.test(line)),
    ...(certificates.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []).map(
      (certificate) => `ca[]=${JSON.stringify(certificate)}`,
    ),
    `cache=${cacheInBuild}`,
    '',
  ].join('\n');
}

function fromEnvironment(environment: NodeJS.ProcessEnv): string[] {
  const settings = Object.entries(environment).filter(([name]) =>
    /^npm_config_(registry|cafile|.*proxy|\/\/)/i.test(name),
  );
  return settings.map(
    ([name, value]) => `${name.slice('npm_config_'.length).toLowerCase().replaceAll('_', '-')}=${value}`,
  );
}
