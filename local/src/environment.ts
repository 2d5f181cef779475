import {
  type AppDefinition,
  appOf,
  commonSettings,
  type HelperDefinition,
  helpers,
  sandboxSecrets,
} from '@studynotion/platform';
import { helperPort, type Installation, within } from './installation.ts';
import type { InstallationSecrets } from './secrets.ts';

/** Name of the account at the stand-in of Cloudinary. */
const CLOUDINARY_CLOUD_NAME = 'studynotion';
const OF_THE_MACHINE = ['PATH', 'HOME', 'TZ', 'LANG', 'LC_ALL', 'TMPDIR', 'NODE_EXTRA_CA_CERTS'];

/** The few variables of the machine that every program gets. */
export function machineEnvironment(launcher: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return pick(launcher, OF_THE_MACHINE);
}

/**
 * The environment of an app: what the platform's table lists for it and nothing else. What follows from the
 * installation is set here; any other setting is passed on when the launcher itself was started with it.
 */
export function environmentOf(
  app: AppDefinition,
  installation: Installation,
  secrets: InstallationSecrets,
  launcher: NodeJS.ProcessEnv,
): NodeJS.ProcessEnv {
  const settings = [...commonSettings, ...app.settings].map(({ name }) => name);
  const known = {
    APP_HOST: '127.0.0.1',
    APP_PORT: String(app.port + installation.portOffset),
    OPERATIONS_HOST: '127.0.0.1',
    OPERATIONS_PORT: String(app.operationsPort + installation.portOffset),
    DAPR_HTTP_PORT: String(app.dapr.httpPort + installation.portOffset),
    DAPR_GRPC_PORT: String(app.dapr.grpcPort + installation.portOffset),
    DAPR_API_TOKEN: secrets.tokens[app.id]?.dapr ?? '',
    APP_API_TOKEN: secrets.tokens[app.id]?.app ?? '',
    INSTANCE: installation.instance,
    PUBLIC_ORIGIN: publicOrigin(installation),
    RAZORPAY_BASE_URL: razorpayAddress(installation),
    CLOUDINARY_CLOUD_NAME,
    CLOUDINARY_API_URL: cloudinaryAddress(installation),
    CLOUDINARY_DELIVERY_URL: cloudinaryAddress(installation),
  };
  return {
    ...machineEnvironment(launcher),
    NODE_ENV: 'production',
    ...pick({ ...definedIn(launcher), ...known }, settings),
  };
}

/** The environment of the front end's server. */
export function frontendEnvironment(installation: Installation, launcher: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const known = {
    FRONTEND_PORT: String(helperPort(installation, 'frontend', 'http')),
    FRONTEND_HOST: '127.0.0.1',
    GATEWAY_URL: gatewayAddress(installation),
    CHECKOUT_SCRIPT_URL: `http://localhost:${helperPort(installation, 'sandbox', 'razorpay')}/v1/checkout.js`,
    CLOUDINARY_API_URL: cloudinaryAddress(installation),
    CLOUDINARY_DELIVERY_URL: cloudinaryAddress(installation),
  };
  const settings = helperNamed('frontend').settings.map(({ name }) => name);
  return {
    ...machineEnvironment(launcher),
    NODE_ENV: 'production',
    ...pick({ ...definedIn(launcher), ...known }, settings),
  };
}

/** The environment of the sandbox; it holds the other end of the secrets that payment-service and media-service have. */
export function sandboxEnvironment(
  installation: Installation,
  secrets: InstallationSecrets,
  launcher: NodeJS.ProcessEnv,
): NodeJS.ProcessEnv {
  return {
    ...machineEnvironment(launcher),
    NODE_ENV: 'production',
    RAZORPAY_PORT: String(helperPort(installation, 'sandbox', 'razorpay')),
    SMTP_PORT: String(helperPort(installation, 'sandbox', 'smtp')),
    INBOX_PORT: String(helperPort(installation, 'sandbox', 'inbox')),
    DATA_FOLDER: within(installation, 'data', 'sandbox'),
    RAZORPAY_WEBHOOK_URL: `${gatewayAddress(installation)}/api/v1/webhooks/razorpay`,
    CLOUDINARY_PORT: String(helperPort(installation, 'sandbox', 'cloudinary')),
    CLOUDINARY_CLOUD_NAME,
    ...providerSecrets(secrets),
  };
}

/** What the stand-ins must know of the secrets that the services have for the providers. */
export function providerSecrets({ values }: InstallationSecrets): Record<string, string> {
  return Object.fromEntries(
    Object.entries(sandboxSecrets).map(([variable, name]) => {
      const value = values[name];
      if (value === undefined) throw new TypeError(`There is no value for the secret ${name} of the sandbox`);
      return [variable, value];
    }),
  );
}

export function publicOrigin(installation: Installation): string {
  return `http://localhost:${helperPort(installation, 'frontend', 'http')}`;
}

export function gatewayAddress(installation: Installation): string {
  return `http://127.0.0.1:${appOf('api-gateway').port + installation.portOffset}`;
}

function razorpayAddress(installation: Installation): string {
  return `http://127.0.0.1:${helperPort(installation, 'sandbox', 'razorpay')}`;
}

/** By the name under which browsers know it: both the service and the page use it. */
function cloudinaryAddress(installation: Installation): string {
  return `http://localhost:${helperPort(installation, 'sandbox', 'cloudinary')}`;
}

function helperNamed(id: HelperDefinition['id']): HelperDefinition {
  const helper = helpers.find((candidate) => candidate.id === id);
  if (helper === undefined) throw new TypeError(`The platform's table has no helper ${id}`);
  return helper;
}

function definedIn(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined));
}

function pick(values: NodeJS.ProcessEnv, names: readonly string[]): NodeJS.ProcessEnv {
  return Object.fromEntries(
    names.flatMap((name): [string, string][] => (values[name] === undefined ? [] : [[name, values[name]]])),
  );
}
