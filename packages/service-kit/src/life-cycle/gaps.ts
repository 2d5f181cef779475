import { allRoutes, type RouteDefinition, serviceStatusRoutes } from '@studynotion/contracts';
import type { AppDefinition } from '@studynotion/platform';
import type { Wiring } from './service.ts';

/**
 * Where a service does not do what contracts and table say of it: a route that nobody answers, an event that would be
 * delivered to nobody, a subscriber that would never hear. A line each.
 */
export function gapsOf(app: AppDefinition, { handlers = [], subscribers = [], app: ownApp }: Wiring): string[] {
  const answered = new Set<RouteDefinition>([...handlers.map(({ route }) => route), ...serviceStatusRoutes]);
  // An app of its own, the gateway's, answers for its routes itself.
  const routes = ownApp === undefined ? allRoutes.filter((route) => route.app === app.id) : [];
  const delivered = new Set(app.subscriptions.map(({ event }) => event.type));
  const heard = new Set(subscribers.map(({ event }) => event.type));
  return [
    ...routes
      .filter((route) => !answered.has(route))
      .map(({ method, path }) => `${method} ${path} is in the contracts, and nothing answers it`),
    ...[...delivered]
      .filter((type) => !heard.has(type))
      .map((type) => `${type} is subscribed to in the table, and nobody hears it`),
    ...[...heard]
      .filter((type) => !delivered.has(type))
      .map((type) => `${type} is heard, but not subscribed to in the table`),
  ];
}
