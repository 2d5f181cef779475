import { type AppId, serviceStatusRoutes } from '@studynotion/contracts';
import { UnavailableError } from '../errors.ts';
import type { Health } from '../operations/health.ts';
import { noContent } from './answer.ts';
import { type Handler, handler } from './handler.ts';

/** Answers the gateway's question whether this service can work; none for an app that is not asked. */
export function serviceStatus(app: AppId, health: Health): readonly Handler[] {
  return serviceStatusRoutes
    .filter((route) => route.app === app)
    .map((route) =>
      handler(route, async () => {
        // A service on its way out still answers; that it leaves is for the sidecar to know, not for users.
        const missing = (await health.missing()).filter((name) => name !== 'draining');
        if (missing.length > 0) throw new UnavailableError('service.unavailable');
        return noContent();
      }),
    );
}
