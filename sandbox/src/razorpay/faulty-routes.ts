/** Routes of the API that a test can make fail. */
export const faultyRoutes = [
  'POST /v1/orders',
  'GET /v1/orders/:id',
  'GET /v1/orders/:id/payments',
  'GET /v1/payments/:id',
  'POST /v1/payments/:id/capture',
  'POST /v1/payments/:id/refund',
  'GET /v1/payments/:id/refunds',
  'GET /v1/payments/:id/refunds/:refundId',
  'GET /v1/refunds/:id',
] as const;

export type FaultyRoute = (typeof faultyRoutes)[number];
