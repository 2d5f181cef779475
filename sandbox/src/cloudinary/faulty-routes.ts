/** Routes that a test can make fail. */
export const faultyRoutes = [
  'POST /v1_1/:cloud/:resourceType/upload',
  'POST /v1_1/:cloud/:resourceType/destroy',
  'GET /v1_1/:cloud/:resourceType/download',
  'GET /v1_1/:cloud/resources/:resourceType/:type/*',
] as const;

export type FaultyRoute = (typeof faultyRoutes)[number];
