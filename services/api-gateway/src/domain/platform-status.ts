import { type PlatformStatus, serviceStatusRoutes } from '@studynotion/contracts';
import { BusinessError, type Clock, callRoute, type Sidecar } from '@studynotion/service-kit';

type StatusRoute = (typeof serviceStatusRoutes)[number];

/** A service that takes longer to say that it is well is not, in milliseconds. */
const LONGEST_ANSWER = 2000;

/** Asks every service whether it can work. Why one cannot is for its logs; the world hears only that. */
export async function platformStatus(sidecar: Sidecar, clock: Clock): Promise<PlatformStatus> {
  const states = await Promise.all(serviceStatusRoutes.map((route) => isUp(sidecar, route)));
  return {
    state: states.every(Boolean) ? 'up' : 'degraded',
    checkedAt: clock.now().toISOString(),
    services: serviceStatusRoutes.map(({ app }, index) => ({
      id: app as PlatformStatus['services'][number]['id'],
      state: states[index] === true ? 'up' : 'down',
    })),
  };
}

async function isUp(sidecar: Sidecar, route: StatusRoute): Promise<boolean> {
  try {
    await callRoute(sidecar, route, 204, { timeoutMilliseconds: LONGEST_ANSWER });
    return true;
  } catch (error) {
    if (error instanceof BusinessError) return false;
    throw error;
  }
}
