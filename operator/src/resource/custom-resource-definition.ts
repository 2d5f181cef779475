import { z } from 'zod';
import {
  group,
  kind,
  NAME,
  NAME_MESSAGE,
  plural,
  StudyNotionSpec,
  StudyNotionStatus,
  shortName,
  singular,
  version,
} from './study-notion.ts';

/** A schema as Kubernetes takes it: https://kubernetes.io/docs/reference/kubernetes-api/extend-resources/custom-resource-definition-v1/#JSONSchemaProps. */
export interface OpenApiSchema {
  type?: string;
  description?: string;
  default?: unknown;
  enum?: unknown[];
  properties?: Record<string, OpenApiSchema>;
  required?: string[];
  items?: OpenApiSchema;
  additionalProperties?: OpenApiSchema;
  anyOf?: OpenApiSchema[];
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  maxProperties?: number;
  pattern?: string;
  format?: string;
  'x-kubernetes-int-or-string'?: boolean;
  'x-kubernetes-validations'?: { rule: string; message: string }[];
  [extension: `x-kubernetes-${string}`]: unknown;
}

/** The definition of StudyNotion, from the schema alone. */
export function customResourceDefinition() {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names: { kind, listKind: `${kind}List`, plural, singular, shortNames: [shortName], categories: ['all'] },
      versions: [
        {
          name: version,
          served: true,
          storage: true,
          subresources: { status: {} },
          additionalPrinterColumns: [
            column('Ready', 'string', '.status.conditions[?(@.type=="Ready")].status', 'Whether users are served.'),
            column('Version', 'string', '.status.version', 'Version that is rolled out everywhere.'),
            column('Services', 'string', '.status.services', 'Services that are ready.'),
            column('Age', 'date', '.metadata.creationTimestamp', 'Time since it was made.'),
          ],
          schema: { openAPIV3Schema: resourceSchema() },
        },
      ],
    },
  };
}

function column(name: string, type: 'string' | 'date', jsonPath: string, description: string) {
  return { name, type, jsonPath, description };
}

/** The schema of the whole resource. */
export function resourceSchema(): OpenApiSchema {
  return {
    type: 'object',
    description: `A StudyNotion platform: its services with their sidecars, stores, site and Ingress, all in the namespace of this resource. There is one in a namespace; the services' cookies carry its name.`,
    required: ['spec'],
    properties: {
      apiVersion: { type: 'string' },
      kind: { type: 'string' },
      metadata: { type: 'object' },
      spec: openApiSchemaOf(StudyNotionSpec),
      status: openApiSchemaOf(StudyNotionStatus),
    },
    'x-kubernetes-validations': [{ rule: `self.metadata.name.matches('${NAME.source}')`, message: NAME_MESSAGE }],
  };
}

/** The schema of what users write: with defaults, and without what a default makes optional in `required`. */
export function openApiSchemaOf(schema: z.ZodType): OpenApiSchema {
  return structural(z.toJSONSchema(schema, { target: 'openapi-3.0', io: 'input' }) as OpenApiSchema);
}

/**
 * Kubernetes asks for structural schemas: a quantity may be a number or a text, but its two forms have no bounds of their
 * own, and keys of a map have no schema.
 */
function structural(schema: OpenApiSchema): OpenApiSchema {
  const { properties, items, additionalProperties, ...own } = schema;
  if (schema['x-kubernetes-int-or-string'] === true)
    return documented({ ...own, anyOf: [{ type: 'integer' }, { type: 'string' }] });
  const fields = properties === undefined ? {} : mapValues(properties, structural);
  return documented({
    ...own,
    ...(isObject(own.default) ? { default: { ...defaultsOf(fields), ...own.default } } : {}),
    ...(properties === undefined ? {} : { properties: fields }),
    ...(items === undefined ? {} : { items: structural(items) }),
    ...(additionalProperties === undefined ? {} : { additionalProperties: structural(additionalProperties) }),
  });
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The rules of an object are tried on its default before those of its fields are filled in. */
function defaultsOf(fields: Record<string, OpenApiSchema>): Record<string, unknown> {
  const withDefault = Object.entries(fields).filter(([, field]) => field.default !== undefined);
  return Object.fromEntries(withDefault.map(([name, field]) => [name, field.default]));
}

function mapValues<Value, Result>(fields: Record<string, Value>, change: (value: Value) => Result) {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, change(value)]));
}

/** What says what it is first, the fields of an object last; kubectl explain shows no defaults, so the text names them. */
function documented({ type, description, ...schema }: OpenApiSchema): OpenApiSchema {
  const { properties, ...rest } = schema;
  const isNamed = ['string', 'number', 'boolean'].includes(typeof rest.default);
  return {
    ...(type === undefined ? {} : { type }),
    ...(description === undefined ? {} : { description: description + (isNamed ? ` Default: ${rest.default}.` : '') }),
    ...rest,
    ...(properties === undefined ? {} : { properties }),
  };
}
