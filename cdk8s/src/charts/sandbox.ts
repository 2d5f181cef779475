import type { Construct } from 'constructs';
import { gatewayPort } from '../connections.ts';
import { PlainWorkload } from '../constructs/plain-workload.ts';
import { httpProbe, secretVariable, variables } from '../constructs/pod.ts';
import { helperNamed, type Platform, type Resources } from '../environment.ts';
import { sandboxSecretKeys } from '../required-secrets.ts';

const RESOURCES: Resources = { requests: { cpu: '25m', memory: '96Mi' }, limits: { cpu: '1', memory: '512Mi' } };

/** The stand-ins of the providers; development only. What they keep ends with their pod. */
export function addSandbox(scope: Construct, platform: Platform): void {
  const { ports } = helperNamed('sandbox');
  new PlainWorkload(scope, 'sandbox', {
    platform,
    name: 'sandbox',
    image: `${platform.registry}/sandbox:${platform.version}`,
    ports,
    scale: { replicas: 1, resources: RESOURCES, settings: {}, environment: [] },
    env: [
      ...variables({
        NODE_ENV: 'production',
        SANDBOX_HOST: '0.0.0.0',
        DATA_FOLDER: '/data',
        ...Object.fromEntries(
          Object.entries(ports).map(([name, port]) => [`${name.toUpperCase()}_PORT`, String(port)]),
        ),
        RAZORPAY_WEBHOOK_URL: `http://api-gateway:${gatewayPort()}/api/v1/webhooks/razorpay`,
        CLOUDINARY_CLOUD_NAME: platform.service('media-service').settings.CLOUDINARY_CLOUD_NAME ?? 'studynotion',
        CLOUDINARY_PUBLIC_URL: platform.standInOrigin('media'),
      }),
      ...sandboxSecretKeys.map((name) => secretVariable(name, 'sandbox', name)),
    ],
    scratchFolders: { data: '/data' },
    liveness: httpProbe('/readyz', 'inbox', { periodSeconds: 20, failureThreshold: 3 }),
    readiness: httpProbe('/readyz', 'inbox', { periodSeconds: 5, failureThreshold: 2 }),
  });
}
