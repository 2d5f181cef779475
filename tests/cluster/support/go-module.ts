import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { repository } from '@studynotion/local';

/**
 * Where the sources of a pinned release are, downloaded first where they are missing.
 * @param tool folder in local/tools whose go.mod pins it
 */
export function goModule(tool: string, path: string): string {
  const cwd = join(repository, 'local', 'tools', tool);
  return JSON.parse(execFileSync('go', ['mod', 'download', '-json', path], { cwd, encoding: 'utf8' })).Dir;
}
