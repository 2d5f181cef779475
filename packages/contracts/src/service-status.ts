import { z } from 'zod';
import { serviceIds } from './gateway/routes.ts';
import { routesOf } from './route.ts';

/** One route of each service, by which the gateway sees whether it can work. The kit answers it. */
export const serviceStatusRoutes = serviceIds.map((id) =>
  routesOf(id)({
    method: 'GET',
    path: '/status',
    summary: 'Whether this service has all that it needs',
    access: { callers: ['api-gateway'] },
    answers: { 204: z.undefined() },
    problems: ['service.unavailable'],
  }),
);
