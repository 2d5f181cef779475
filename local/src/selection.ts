import type { AppId } from '@studynotion/contracts';
import { type AppDefinition, allowedCalls, apps } from '@studynotion/platform';

/** These apps and all that they call, directly or not, in the order of the platform's table; all apps for none. */
export function appsToRun(only: readonly AppId[]): readonly AppDefinition[] {
  if (only.length === 0) return apps;
  const wanted = new Set<AppId>(only);
  // A Set goes on to what is added to it while it is walked through.
  for (const caller of wanted) for (const call of allowedCalls()) if (call.caller === caller) wanted.add(call.callee);
  return apps.filter(({ id }) => wanted.has(id));
}
