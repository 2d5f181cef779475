export { type Answer, ApiClient, type ApiClientOptions, type SeenAnswer, type Sending } from './client/api-client.ts';
export { codeOf, type RazorpayCallback, type ReceivedMail, SandboxControls } from './client/sandbox-controls.ts';
export { sendBytes, upload } from './client/upload.ts';
export { type DemoAccess, demoAccess } from './demo/log-ins.ts';
export { type DemoPlan, readDemoPlan } from './demo/plan.ts';
export { gatewayAddress, publicOrigin } from './environment.ts';
export { type Installation, installationNamed, repository, within } from './installation.ts';
export { type RunningPlatform, readPlatformFile, writePlatformFile } from './platform-file.ts';
export { SetupError } from './setup-error.ts';
export {
  type PlatformProcess,
  provideChromium,
  provideDaprd,
  provideHelm,
  provideKubeconform,
  provideSchemathesis,
  type StartedInfrastructure,
  type StartPlatformOptions,
  startInfrastructure,
  startPlatform,
} from './test-platform.ts';
