import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { AppId } from '@studynotion/contracts';
import { type AppDefinition, allowedCalls, apps } from '@studynotion/platform';
import { repository } from './installation.ts';

/** Apps of the table whose code has not come yet are left out; the start would wait for them in vain. */
const exists = ({ id }: AppDefinition): boolean => existsSync(join(repository, 'services', id, 'src', 'main.ts'));

/** These apps and all that they call, directly or not, in the order of the platform's table; all that exist for none. */
export function appsToRun(only: readonly AppId[]): readonly AppDefinition[] {
  if (only.length === 0) return apps.filter(exists);
  const wanted = new Set<AppId>(only);
  // A Set goes on to what is added to it while it is walked through.
  for (const caller of wanted) for (const call of allowedCalls()) if (call.caller === caller) wanted.add(call.callee);
  return apps.filter(({ id }) => wanted.has(id)).filter(exists);
}
