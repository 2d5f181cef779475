import type { AppId, EventDefinition, RouteDefinition } from '@studynotion/contracts';

/** How a first-install value of a secret comes about; it is added when missing and never overwritten. */
export type SecretOrigin =
  /** This many random bytes, base64url. */
  | { readonly random: number }
  /** A 2048-bit RSA key in PEM (PKCS #8). */
  | { readonly rsa: 2048 }
  /** Of the installation: addresses and log-ins that whoever installs knows. */
  | { readonly installation: 'mongodb-uri' | 'smtp-url' | 'seed-accounts' | 'razorpay-key-id' | 'cloudinary-api-key' };

export interface SecretDefinition {
  readonly name: string;
  readonly description: string;
  readonly origin: SecretOrigin;
}

export interface SettingDefinition {
  /** Environment variable. */
  readonly name: string;
  readonly description: string;
  readonly example: string;
  /** @default none: it must be set */
  readonly default?: string;
}

/** Limits of deliveries of one topic to one consumer. */
export interface SubscriptionDefinition {
  readonly event: EventDefinition;
  /** How often a delivery is repeated before it becomes a dead letter. @default 10 */
  readonly maximumRetries?: number;
}

export interface AppDefinition {
  readonly id: AppId;
  readonly title: string;
  /** Of the app itself, on loopback (the gateway: where it is told to listen). */
  readonly port: number;
  /** Probes, metrics and dead letters. */
  readonly operationsPort: number;
  readonly dapr: {
    readonly httpPort: number;
    readonly grpcPort: number;
    readonly internalGrpcPort: number;
    readonly metricsPort: number;
  };
  /** Name of its own MongoDB database. @default none */
  readonly database?: string;
  readonly usesStateStore: boolean;
  readonly subscriptions: readonly SubscriptionDefinition[];
  readonly settings: readonly SettingDefinition[];
  /** Names of secrets in `secrets`. */
  readonly secrets: readonly string[];
  /**
   * Whether a sidecar may repeat calls to this app after a lost connection.
   * @default false, for the callee may have acted already
   */
  readonly repeatable?: boolean;
}

/** Programs of a development machine that have no sidecar. */
export interface HelperDefinition {
  readonly id: 'frontend' | 'sandbox';
  readonly title: string;
  readonly ports: Readonly<Record<string, number>>;
  readonly settings: readonly SettingDefinition[];
  /** Stand-ins run only where this is true. */
  readonly developmentOnly: boolean;
}

/** Which routes an app may call on which other app. */
export interface AllowedCalls {
  readonly caller: AppId;
  readonly callee: AppId;
  readonly routes: readonly RouteDefinition[];
}
