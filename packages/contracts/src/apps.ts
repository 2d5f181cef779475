/** The apps of the platform that have a Dapr sidecar, by their app-id. */
export const appIds = [
  'api-gateway',
  'auth-service',
  'user-profile-service',
  'course-service',
  'payment-service',
  'rating-review-service',
  'notification-service',
  'media-service',
] as const;
export type AppId = (typeof appIds)[number];
