export { gatewayAddress, publicOrigin } from './environment.ts';
export { type Installation, installationNamed, repository, within } from './installation.ts';
export { type RunningPlatform, readPlatformFile } from './platform-file.ts';
export { SetupError } from './setup-error.ts';
export {
  type PlatformProcess,
  provideChromium,
  provideDaprd,
  provideSchemathesis,
  type StartedInfrastructure,
  type StartPlatformOptions,
  startInfrastructure,
  startPlatform,
} from './test-platform.ts';
