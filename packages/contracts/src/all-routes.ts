import * as accountAdministrationRoutes from './auth/administration.ts';
import * as authEvents from './auth/events.ts';
import * as authRoutes from './auth/routes.ts';
import * as courseAuthoringRoutes from './course/authoring.ts';
import * as courseCategoryRoutes from './course/categories.ts';
import * as courseEvents from './course/events.ts';
import * as courseProgressRoutes from './course/progress.ts';
import * as courseRoutes from './course/routes.ts';
import type { EventDefinition } from './event.ts';
import * as gatewayRoutes from './gateway/routes.ts';
import * as mediaEvents from './media/events.ts';
import * as mediaRoutes from './media/routes.ts';
import * as notificationEvents from './notification/events.ts';
import * as notificationRoutes from './notification/routes.ts';
import * as cartRoutes from './payment/cart.ts';
import * as paymentEvents from './payment/events.ts';
import * as reportRoutes from './payment/reports.ts';
import * as paymentRoutes from './payment/routes.ts';
import * as erasureRoutes from './profile/erasure.ts';
import * as profileEvents from './profile/events.ts';
import * as profileRoutes from './profile/routes.ts';
import * as ratingEvents from './rating/events.ts';
import * as ratingRoutes from './rating/routes.ts';
import { isInternal, type RouteDefinition } from './route.ts';
import { serviceStatusRoutes } from './service-status.ts';

function isRoute(value: unknown): value is RouteDefinition {
  return typeof value === 'object' && value !== null && 'app' in value && 'method' in value && 'path' in value;
}

function isEvent(value: unknown): value is EventDefinition {
  return typeof value === 'object' && value !== null && 'producer' in value && 'type' in value;
}

/** Every route of the platform. What is not in it does not exist. */
export const allRoutes: readonly RouteDefinition[] = [
  authRoutes,
  accountAdministrationRoutes,
  profileRoutes,
  erasureRoutes,
  courseRoutes,
  courseCategoryRoutes,
  courseAuthoringRoutes,
  courseProgressRoutes,
  paymentRoutes,
  cartRoutes,
  reportRoutes,
  ratingRoutes,
  gatewayRoutes,
  mediaRoutes,
  notificationRoutes,
  serviceStatusRoutes,
]
  .flatMap((module): unknown[] => Object.values(module))
  .filter(isRoute);

/** The routes that the gateway offers to the outside. */
export const publicRoutes = allRoutes.filter((route) => !isInternal(route));

/** The routes between services. */
export const internalRoutes = allRoutes.filter(isInternal);

/** Every event of the platform. */
export const allEvents: readonly EventDefinition[] = [
  authEvents,
  profileEvents,
  courseEvents,
  paymentEvents,
  notificationEvents,
  ratingEvents,
  mediaEvents,
]
  .flatMap((module): unknown[] => Object.values(module))
  .filter(isEvent);
