import type { AppId } from '@studynotion/contracts';
import type { RunningPlatform } from '@studynotion/local';
import { runningPlatform } from './running-platform.ts';

/** The two ways in from outside. */
export const frontDoors = [
  { door: 'the gateway', port: () => portsOf('api-gateway').app },
  { door: 'the site', port: () => Number(new URL(runningPlatform().addresses.site).port) },
] as const;

/** The ports of an app and its sidecar. */
export function portsOf(app: AppId): RunningPlatform['ports'][string] {
  return known(app, runningPlatform().ports[app]);
}

/** The header that an app's sidecar wants from whoever calls it. */
export function sidecarToken(app: AppId): string {
  return `dapr-api-token: ${known(app, runningPlatform().tokens[app]).dapr}`;
}

/** The header that an app wants from its sidecar. */
export function appToken(app: AppId): string {
  return `dapr-api-token: ${known(app, runningPlatform().tokens[app]).app}`;
}

function known<Value>(app: AppId, value: Value | undefined): Value {
  if (value === undefined) throw new Error(`the platform of these tests has no ${app}`);
  return value;
}
