import {
  type AppId,
  accountApproved,
  accountChanged,
  accountDeclined,
  accountDeleted,
  accountPasswordChanged,
  accountRegistered,
  allEvents,
  allRoutes,
  authAccountErased,
  contactReceived,
  courseAccountErased,
  courseDeleted,
  courseMediaUsed,
  coursePublished,
  courseUnpublished,
  courseUpdated,
  type EventDefinition,
  enrollmentGranted,
  enrollmentRevoked,
  jsonWebKeySet,
  mailRepeatRequested,
  mediaAccountErased,
  mediaDeleted,
  mediaFailed,
  mediaUploaded,
  notificationAccountErased,
  orderAttemptFailed,
  orderPaid,
  orderRefunded,
  otpRequested,
  passwordResetRequested,
  paymentAccountErased,
  profileAccountErased,
  profileChanged,
  publicRoutes,
  type RouteDefinition,
  ratingAccountErased,
  ratingUpdated,
  reviewPublished,
} from '@studynotion/contracts';
import type {
  AllowedCalls,
  AppDefinition,
  HelperDefinition,
  SecretDefinition,
  SettingDefinition,
} from './definition.ts';

/** Ports of app number `index` (0 is the gateway); all below 32768, where the system takes no ephemeral ports. */
function portsOf(index: number) {
  return {
    port: 3000 + index,
    operationsPort: 3100 + index,
    dapr: { httpPort: 3500 + index, grpcPort: 3600 + index, internalGrpcPort: 3700 + index, metricsPort: 3800 + index },
  };
}

/** Ports of the infrastructure on a development machine. */
export const infrastructurePorts = { redis: 3400, mongodb: 3410, postgresql: 3411 } as const;

/** Every secret of the platform. Each app sees only those it names. */
export const secrets: readonly SecretDefinition[] = [
  {
    name: 'mongodb-uri',
    description: 'Address of the database server, without a database name',
    origin: { installation: 'mongodb-uri' },
  },
  { name: 'access-token-key', description: 'Private key that signs access tokens (RS256)', origin: { rsa: 2048 } },
  {
    name: 'refresh-token-key',
    description: 'Key that derives the successor of a refresh token',
    origin: { random: 32 },
  },
  { name: 'code-hash-key', description: 'Key under which codes and reset tokens are hashed', origin: { random: 32 } },
  {
    name: 'address-hash-key',
    description: 'Key under which addresses are hashed whose contact messages are counted',
    origin: { random: 32 },
  },
  {
    name: 'event-seal-key',
    description: 'Key that seals what events tell of persons while the broker keeps them',
    origin: { random: 32 },
  },
  { name: 'mail-seal-key', description: 'Key that seals codes on their way to the mail', origin: { random: 32 } },
  {
    name: 'seed-accounts',
    description: 'Accounts made at first start, JSON',
    origin: { installation: 'seed-accounts' },
  },
  { name: 'smtp-url', description: 'Address of the mail server', origin: { installation: 'smtp-url' } },
  {
    name: 'razorpay-key-id',
    description: 'Public key id of the Razorpay account',
    origin: { installation: 'razorpay-key-id' },
  },
  { name: 'razorpay-key-secret', description: 'Secret of the Razorpay key', origin: { random: 24 } },
  { name: 'razorpay-webhook-secret', description: 'Secret that signs webhook deliveries', origin: { random: 24 } },
  {
    name: 'cloudinary-api-key',
    description: 'Public API key of the Cloudinary account',
    origin: { installation: 'cloudinary-api-key' },
  },
  {
    name: 'cloudinary-api-secret',
    description: 'Secret of the Cloudinary key; it signs uploads, addresses and notifications',
    origin: { random: 24 },
  },
];

const PUBLIC_ORIGIN: SettingDefinition = {
  name: 'PUBLIC_ORIGIN',
  description: 'Where users reach the site; links in mails begin with it',
  example: 'http://localhost:3008',
};

/** The account's name and hosts at Cloudinary; the browser sees both hosts, so the site must know them too. */
const CLOUDINARY_API_URL: SettingDefinition = {
  name: 'CLOUDINARY_API_URL',
  description: 'Where files are uploaded and asked for; the sandbox in development',
  example: 'https://api.cloudinary.com',
  default: 'https://api.cloudinary.com',
};
const CLOUDINARY_DELIVERY_URL: SettingDefinition = {
  name: 'CLOUDINARY_DELIVERY_URL',
  description: 'Where pictures are delivered from; the sandbox in development',
  example: 'https://res.cloudinary.com',
  default: 'https://res.cloudinary.com',
};

/** Settings every app reads; the kit's configuration has them built in. */
export const commonSettings: readonly SettingDefinition[] = [
  { name: 'LOG_LEVEL', description: 'Least severe level that is logged', example: 'info', default: 'info' },
  { name: 'APP_HOST', description: 'Address the app listens on', example: '127.0.0.1', default: '127.0.0.1' },
  { name: 'APP_PORT', description: "Port of the app; the table's by default", example: '3001', default: '' },
  { name: 'OPERATIONS_HOST', description: 'Address of probes and metrics', example: '127.0.0.1', default: '127.0.0.1' },
  {
    name: 'OPERATIONS_PORT',
    description: "Port of probes and metrics; the table's by default",
    example: '3101',
    default: '',
  },
  {
    name: 'DAPR_HTTP_PORT',
    description: "HTTP port of the sidecar; the table's by default",
    example: '3501',
    default: '',
  },
  { name: 'DAPR_API_TOKEN', description: 'Token for calls to the sidecar', example: '', default: '' },
  { name: 'APP_API_TOKEN', description: 'Token the sidecar shows on its calls to the app', example: '', default: '' },
  { name: 'INSTANCE', description: 'Name of this installation; cookies carry it', example: 'local', default: 'local' },
  {
    name: 'DRAIN_SECONDS',
    description: 'How long the app goes on answering after it was told to stop, until its sidecar sends it no more',
    example: '5',
    default: '0',
  },
  {
    name: 'FAULT_POINTS',
    description: 'Tests only: folder in which a file named after a fault point makes the process die there, once',
    example: '',
    default: '',
  },
];

/** The apps in the order in which they start. */
export const apps: readonly AppDefinition[] = [
  {
    id: 'auth-service',
    title: 'Accounts, sessions and codes',
    ...portsOf(1),
    database: 'studynotion_auth',
    usesStateStore: true,
    subscriptions: [],
    settings: [
      PUBLIC_ORIGIN,
      {
        name: 'REFRESH_GRACE_SECONDS',
        description: 'How long a replaced refresh token yields its successor again (a reload, a second tab)',
        example: '30',
        default: '30',
      },
    ],
    secrets: [
      'mongodb-uri',
      'event-seal-key',
      'access-token-key',
      'refresh-token-key',
      'code-hash-key',
      'mail-seal-key',
      'seed-accounts',
    ],
  },
  {
    id: 'user-profile-service',
    title: 'Profiles',
    ...portsOf(2),
    database: 'studynotion_profile',
    usesStateStore: false,
    subscriptions: [
      { event: accountRegistered },
      { event: accountDeleted },
      { event: mediaDeleted },
      { event: authAccountErased },
      { event: profileAccountErased },
      { event: courseAccountErased },
      { event: paymentAccountErased },
      { event: ratingAccountErased },
      { event: notificationAccountErased },
      { event: mediaAccountErased },
    ],
    settings: [],
    secrets: ['mongodb-uri', 'event-seal-key'],
  },
  {
    id: 'course-service',
    title: 'Catalogue and learning',
    ...portsOf(3),
    database: 'studynotion_course',
    usesStateStore: false,
    subscriptions: [
      { event: accountChanged },
      { event: accountDeleted },
      { event: profileChanged },
      { event: enrollmentGranted },
      { event: enrollmentRevoked },
      { event: mediaUploaded },
      { event: mediaFailed },
      { event: mediaDeleted },
      { event: ratingUpdated },
    ],
    settings: [],
    secrets: ['mongodb-uri', 'event-seal-key'],
  },
  {
    id: 'payment-service',
    title: 'Orders, payments and enrolments',
    ...portsOf(4),
    database: 'studynotion_payment',
    usesStateStore: false,
    subscriptions: [
      { event: coursePublished },
      { event: courseUpdated },
      { event: courseUnpublished },
      { event: courseDeleted },
      { event: accountDeleted },
    ],
    settings: [
      {
        name: 'RAZORPAY_BASE_URL',
        description: 'Address of the Razorpay API; the sandbox in development',
        example: 'https://api.razorpay.com',
        default: 'https://api.razorpay.com',
      },
      {
        name: 'INSTRUCTOR_SHARE_PERCENT',
        description:
          'What instructors get of the price of a course, in whole percent; counts for orders made from then on',
        example: '80',
        default: '80',
      },
      {
        name: 'RECONCILE_SECONDS',
        description: 'Pause between two looks at orders that stay open',
        example: '60',
        default: '60',
      },
    ],
    secrets: ['mongodb-uri', 'event-seal-key', 'razorpay-key-id', 'razorpay-key-secret', 'razorpay-webhook-secret'],
  },
  {
    id: 'rating-review-service',
    title: 'Reviews and ratings',
    ...portsOf(5),
    database: 'studynotion_rating',
    usesStateStore: false,
    subscriptions: [
      { event: enrollmentGranted },
      { event: enrollmentRevoked },
      { event: accountDeleted },
      { event: coursePublished },
      { event: courseUpdated },
      { event: courseUnpublished },
      { event: courseDeleted },
      { event: profileChanged },
    ],
    settings: [],
    secrets: ['mongodb-uri', 'event-seal-key'],
  },
  {
    id: 'notification-service',
    title: 'Mails',
    ...portsOf(6),
    database: 'studynotion_notification',
    usesStateStore: true,
    subscriptions: [
      { event: otpRequested },
      { event: passwordResetRequested },
      { event: accountRegistered },
      { event: accountPasswordChanged },
      { event: accountApproved },
      { event: accountDeclined },
      { event: accountDeleted },
      { event: orderPaid },
      { event: orderAttemptFailed },
      { event: orderRefunded },
      { event: reviewPublished },
      { event: contactReceived },
      { event: mailRepeatRequested },
    ],
    settings: [
      PUBLIC_ORIGIN,
      {
        name: 'MAIL_FROM',
        description: 'Sender of all mails',
        example: 'StudyNotion <no-reply@studynotion.example>',
        default: 'StudyNotion <no-reply@studynotion.example>',
      },
      {
        name: 'CONTACT_MAILBOX',
        description: 'Address that gets what people write on the contact page',
        example: 'contact@studynotion.example',
        default: 'contact@studynotion.example',
      },
    ],
    secrets: ['mongodb-uri', 'event-seal-key', 'smtp-url', 'mail-seal-key', 'address-hash-key'],
  },
  {
    id: 'media-service',
    title: 'Pictures and videos',
    ...portsOf(7),
    database: 'studynotion_media',
    usesStateStore: true,
    subscriptions: [{ event: courseMediaUsed }, { event: profileChanged }, { event: accountDeleted }],
    settings: [
      PUBLIC_ORIGIN,
      CLOUDINARY_API_URL,
      CLOUDINARY_DELIVERY_URL,
      {
        name: 'CLOUDINARY_INTERNAL_URL',
        description: 'Where the service itself asks, if not where browsers do: the sandbox inside a cluster',
        example: 'http://sandbox:3423',
        default: '',
      },
      {
        name: 'WEBHOOK_ORIGIN',
        description: 'Where Cloudinary tells of uploads, if not at PUBLIC_ORIGIN: the gateway inside a cluster',
        example: 'http://api-gateway:3000',
        default: '',
      },
      { name: 'CLOUDINARY_CLOUD_NAME', description: 'Name of the account at Cloudinary', example: 'studynotion' },
      {
        name: 'CLOUDINARY_FOLDER',
        description: 'Folder of this installation at Cloudinary; two that share an account have one each',
        example: 'studynotion',
        default: 'studynotion',
      },
    ],
    secrets: ['mongodb-uri', 'event-seal-key', 'cloudinary-api-key', 'cloudinary-api-secret'],
  },
  {
    id: 'api-gateway',
    title: 'The one front door',
    ...portsOf(0),
    usesStateStore: false,
    subscriptions: [],
    settings: [
      {
        name: 'TRUSTED_PROXIES',
        description:
          "How many trusted proxies stand before the gateway; the client's address is taken that far from the right of X-Forwarded-For",
        example: '1',
        default: '0',
      },
      {
        name: 'ALLOWED_ORIGINS',
        description: 'Other origins that may call the API from a browser, comma-separated',
        example: '',
        default: '',
      },
      {
        name: 'FLOOD_REQUESTS_PER_SECOND',
        description: 'Requests per second and client over which a replica answers 429',
        example: '50',
        default: '50',
      },
    ],
    secrets: [],
  },
];

/** What runs beside the apps, without a sidecar. */
export const helpers: readonly HelperDefinition[] = [
  {
    id: 'sandbox',
    title: 'Stand-ins for Razorpay, Cloudinary and the mail server',
    ports: { razorpay: 3420, smtp: 3421, inbox: 3422, cloudinary: 3423 },
    settings: [
      {
        name: 'SANDBOX_HOST',
        description: 'Address the stand-ins listen on; all of them in a pod',
        example: '127.0.0.1',
        default: '127.0.0.1',
      },
      {
        name: 'CLOUDINARY_PUBLIC_URL',
        description: 'Where browsers reach the stand-in of Cloudinary, if not under the name by which it is asked',
        example: 'https://media.studynotion.localhost:8443',
        default: '',
      },
    ],
    developmentOnly: true,
  },
  {
    id: 'frontend',
    title: 'The site',
    ports: { http: 3008 },
    settings: [
      { name: 'FRONTEND_PORT', description: 'Port of the site', example: '3008', default: '3008' },
      { name: 'FRONTEND_HOST', description: 'Address it listens on', example: '127.0.0.1', default: '127.0.0.1' },
      {
        name: 'GATEWAY_URL',
        description: 'Where /api is sent when no Ingress does it',
        example: 'http://127.0.0.1:3000',
        default: '',
      },
      {
        name: 'CHECKOUT_SCRIPT_URL',
        description: 'Script of the Razorpay checkout; the sandbox has its own in development',
        example: 'https://checkout.razorpay.com/v1/checkout.js',
        default: 'https://checkout.razorpay.com/v1/checkout.js',
      },
      CLOUDINARY_API_URL,
      CLOUDINARY_DELIVERY_URL,
    ],
    developmentOnly: false,
  },
];

/** The app with this id. */
export function appOf(id: AppId): AppDefinition {
  const app = apps.find((candidate) => candidate.id === id);
  if (app === undefined) throw new TypeError(`The platform's table has no app ${id}`);
  return app;
}

/** The topics an app publishes, by its events. */
export function publishedBy(id: AppId): readonly EventDefinition[] {
  return allEvents.filter((event) => event.producer === id);
}

/** Who calls whom on which routes, from the `callers` of the contracts; the gateway calls every public route of others. */
export function allowedCalls(): readonly AllowedCalls[] {
  const calls = new Map<string, { caller: AppId; callee: AppId; routes: RouteDefinition[] }>();
  const allow = (caller: AppId, route: RouteDefinition): void => {
    const key = `${caller} ${route.app}`;
    const call = calls.get(key) ?? { caller, callee: route.app, routes: [] };
    call.routes.push(route);
    calls.set(key, call);
  };
  for (const route of publicRoutes) if (route.app !== 'api-gateway') allow('api-gateway', route);
  for (const route of allRoutes) {
    if (typeof route.access === 'object' && 'callers' in route.access)
      for (const caller of route.access.callers) allow(caller, route);
  }
  for (const app of apps.filter(verifiesTokens)) allow(app.id, jsonWebKeySet);
  return [...calls.values()];
}

/** Services that check access tokens themselves need the public keys. */
function verifiesTokens(app: AppDefinition): boolean {
  return (
    app.id !== 'api-gateway' &&
    app.id !== 'auth-service' &&
    publicRoutes.some((route) => route.app === app.id && route.access !== 'public')
  );
}
