import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import type { Platform, ServiceScale } from '../environment.ts';
import { labelsOf, selectorOf } from './labels.ts';

export interface ScalingProps {
  readonly workload: string;
  readonly platform: Platform;
  readonly scale: ServiceScale;
}

/**
 * Makes the autoscaler and the disruption budget of a Deployment.
 * @returns the `replicas` of its specification; none where an autoscaler decides, for two owners would fight
 */
export function scaling(scope: Construct, { workload, platform, scale }: ScalingProps): { readonly replicas?: number } {
  const { replicas, autoscaling } = scale;
  const metadata = { name: workload, labels: labelsOf(workload, platform.version) };
  if (replicas > 1)
    new k8s.KubePodDisruptionBudget(scope, 'disruption-budget', {
      metadata,
      spec: {
        maxUnavailable: k8s.IntOrString.fromNumber(1),
        selector: { matchLabels: selectorOf(workload) },
        unhealthyPodEvictionPolicy: 'AlwaysAllow',
      },
    });
  if (autoscaling === undefined) return { replicas };
  new k8s.KubeHorizontalPodAutoscalerV2(scope, 'autoscaler', {
    metadata,
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: workload },
      minReplicas: replicas,
      maxReplicas: autoscaling.maximumReplicas,
      metrics: [
        {
          type: 'Resource',
          resource: {
            name: 'cpu',
            target: { type: 'AverageValue', averageValue: k8s.Quantity.fromString(autoscaling.targetCpu) },
          },
        },
      ],
      behavior: {
        scaleUp: { stabilizationWindowSeconds: 0, policies: [{ type: 'Pods', value: 2, periodSeconds: 30 }] },
        scaleDown: { stabilizationWindowSeconds: 300, policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }] },
      },
    },
  });
  return {};
}
