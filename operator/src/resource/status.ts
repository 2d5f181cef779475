import { z } from 'zod';

/** Ready sums up; the others are one per part. */
export const conditionTypes = [
  'Ready',
  'Progressing',
  'Degraded',
  'Secrets',
  'Database',
  'Broker',
  'Dapr',
  'Services',
  'Ingress',
] as const;
export type ConditionType = (typeof conditionTypes)[number];

const Generation = z.int().min(0).meta({ format: 'int64' });
const Count = z.int().min(0).max(1_000_000);

/** https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/condition/ */
const Condition = z.object({
  type: z
    .string()
    .min(1)
    .max(316)
    .describe(`What it tells of: ${conditionTypes.join(', ')}.`),
  status: z.enum(['True', 'False', 'Unknown']).describe('Whether it is so.'),
  observedGeneration: Generation.describe('Generation of the resource that it tells of.').optional(),
  lastTransitionTime: z.string().max(64).meta({ format: 'date-time' }).describe('When the status changed last.'),
  reason: z
    .string()
    .min(1)
    .max(1024)
    .regex(/^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$/)
    .describe('Why, in one word for programs.'),
  message: z.string().max(32_768).describe('Why, and what to do about it.'),
});
export type Condition = z.output<typeof Condition>;

const ServiceStatus = z.object({
  name: z.string().min(1).max(63).describe('Name of the service.'),
  version: z
    .string()
    .max(63)
    .describe('Version that all its pods run; while they are replaced, the one before.')
    .optional(),
  replicas: Count.describe('Pods that there are.').optional(),
  readyReplicas: Count.describe('Pods that answer.').optional(),
});
export type ServiceStatus = z.output<typeof ServiceStatus>;

/** What the operator sees. */
export const StudyNotionStatus = z
  .object({
    observedGeneration: Generation.describe('Generation of the resource that this status tells of.').optional(),
    version: z.string().max(63).describe('Version that is rolled out everywhere.').optional(),
    services: z.string().max(16).describe('How many of the services and the site are ready, as in 9/9.').optional(),
    conditions: z
      .array(Condition)
      .max(32)
      .meta({ 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['type'] })
      .describe(
        'State of the whole and of its parts. Ready: users are served as described. Progressing: a change is under way. Degraded: something does not work, or did not get through. The others tell of one part each.',
      )
      .optional(),
    serviceStatuses: z
      .array(ServiceStatus)
      .max(32)
      .meta({ 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['name'] })
      .describe('State of each service and of the site.')
      .optional(),
  })
  .describe('What the operator sees. It is written by the operator alone.');
export type StudyNotionStatus = z.output<typeof StudyNotionStatus>;
