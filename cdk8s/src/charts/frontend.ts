import type { Construct } from 'constructs';
import { PlainWorkload } from '../constructs/plain-workload.ts';
import { httpProbe, variables, withAdditional } from '../constructs/pod.ts';
import { helperPort, type Platform } from '../environment.ts';

/** The site. The Ingress sends `/api` to the gateway, so the site itself knows no gateway. */
export function addFrontend(scope: Construct, platform: Platform): void {
  const scale = platform.service('frontend');
  new PlainWorkload(scope, 'frontend', {
    platform,
    name: 'frontend',
    image: `${platform.registry}/frontend:${platform.version}`,
    ports: { http: helperPort('frontend', 'http') },
    scale,
    env: withAdditional(
      variables({
        NODE_ENV: 'production',
        FRONTEND_HOST: '0.0.0.0',
        INSTANCE: platform.name,
        ...standIns(platform),
        ...scale.settings,
      }),
      scale.environment,
    ),
    liveness: httpProbe('/healthz', 'http', { periodSeconds: 10, failureThreshold: 3 }),
    readiness: httpProbe('/healthz', 'http', { periodSeconds: 3, failureThreshold: 2 }),
    drainSeconds: 5,
  });
}

/** As browsers reach them; pages may load from these and from nowhere else. */
function standIns({ hasStandIn, standInOrigin }: Platform): Record<string, string> {
  return {
    ...(hasStandIn('razorpay') ? { CHECKOUT_SCRIPT_URL: `${standInOrigin('razorpay')}/v1/checkout.js` } : {}),
    ...(hasStandIn('cloudinary')
      ? { CLOUDINARY_API_URL: standInOrigin('media'), CLOUDINARY_DELIVERY_URL: standInOrigin('media') }
      : {}),
  };
}
