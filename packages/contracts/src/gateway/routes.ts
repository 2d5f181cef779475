import { z } from 'zod';
import { type AppId, appIds } from '../apps.ts';
import { Instant } from '../primitives.ts';
import { routesOf } from '../route.ts';

const route = routesOf('api-gateway');

/** The services behind the gateway. */
export const serviceIds = appIds.filter((id): id is Exclude<AppId, 'api-gateway'> => id !== 'api-gateway');
export type ServiceId = (typeof serviceIds)[number];

/** Which services can work, as the gateway sees them; it tells nothing else of them. */
export const PlatformStatus = z
  .strictObject({
    state: z.enum(['up', 'degraded']),
    checkedAt: Instant,
    services: z.array(z.strictObject({ id: z.enum(serviceIds), state: z.enum(['up', 'down']) })),
  })
  .meta({ id: 'PlatformStatus' });
export type PlatformStatus = z.infer<typeof PlatformStatus>;

export const getPlatformStatus = route({
  method: 'GET',
  path: '/status',
  summary: 'Which services are up',
  access: 'public',
  answers: { 200: PlatformStatus },
  problems: [],
  cacheSeconds: 5,
});

export const getOpenApiDocument = route({
  method: 'GET',
  path: '/openapi.json',
  summary: 'This API as an OpenAPI 3.1 document',
  access: 'public',
  answers: { 200: z.looseObject({ openapi: z.string() }) },
  problems: [],
  cacheSeconds: 60,
});

export const getApiPage = route({
  method: 'GET',
  path: '/docs',
  summary: 'This API as a page to read',
  access: 'public',
  answers: { 200: z.string() },
  answerType: 'text/html',
  problems: [],
  cacheSeconds: 60,
});
