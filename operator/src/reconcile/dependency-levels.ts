import type { AppId } from '@studynotion/contracts';
import { allowedCalls, apps } from '@studynotion/platform';

/**
 * The services without the gateway, those first that others call. Services that call each other, directly or by way of
 * others, are of one level.
 */
export function dependencyLevels(): readonly (readonly AppId[])[] {
  const reached = reachable();
  const callsOneWay = (caller: AppId, callee: AppId) =>
    reached.get(caller)?.has(callee) === true && reached.get(callee)?.has(caller) !== true;
  const levels: AppId[][] = [];
  let rest = apps.map(({ id }) => id).filter((id) => id !== 'api-gateway');
  while (rest.length > 0) {
    const level = rest.filter((id) => !rest.some((other) => callsOneWay(id, other)));
    levels.push(level);
    rest = rest.filter((id) => !level.includes(id));
  }
  return levels;
}

/** Of each app all those that it calls, or that they call. */
function reachable(): ReadonlyMap<AppId, ReadonlySet<AppId>> {
  const calls = allowedCalls();
  const all = new Map(apps.map(({ id }) => [id, new Set<AppId>()]));
  for (const [id, seen] of all) {
    const ahead: AppId[] = [id];
    for (let app = ahead.pop(); app !== undefined; app = ahead.pop())
      for (const { callee } of calls.filter(({ caller }) => caller === app))
        if (!seen.has(callee)) {
          seen.add(callee);
          ahead.push(callee);
        }
  }
  return all;
}
