import { publicRoutes, type RouteDefinition } from '@studynotion/contracts';
import { defineService, type ServiceDefinition } from '@studynotion/service-kit';
import type { Settings } from './config.ts';
import { Revocations } from './domain/revocations.ts';
import { gatewayApp } from './http/gateway-app.ts';
import { Upstream } from './http/upstream.ts';

const PULL_SECONDS = 0.5;

/** The one front door: routing by a table, policy, limits. */
export function gatewayOf(routes: readonly RouteDefinition[]): ServiceDefinition<Settings> {
  return defineService<Settings>((kit) => {
    const upstream = new Upstream(kit.configuration, kit.metrics);
    const revocations = new Revocations(kit.sidecar, kit.clock);
    return {
      app: gatewayApp({ kit, routes, upstream, revocations }),
      readiness: [{ name: 'revocations', isReady: async () => revocations.isFresh() }],
      jobs: [{ name: 'revocations', everySeconds: PULL_SECONDS, run: () => revocations.pull() }],
      close: () => upstream.close(),
    };
  });
}

export const apiGateway = gatewayOf(publicRoutes);
