import { z } from 'zod';
import { NAME, StudyNotionSpec } from '../resource/study-notion.ts';

/** A JSON schema of draft 7, as Helm reads it. */
type Schema = { readonly [keyword: string]: unknown };

const text = { type: 'string' };
const flag = { type: 'boolean' };
const port = { type: 'integer', minimum: 1, maximum: 65_535 };
/** Handed on to Kubernetes, which knows what it may be. */
const anyMap = { type: 'object' };
const texts = { type: 'object', additionalProperties: text };
const listOf = (items: Schema) => ({ type: 'array', uniqueItems: true, items });
const objectName = { type: 'string', pattern: '^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$' };
const namespaceName = { type: 'string', pattern: '^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$' };
const optional = (schema: Schema) => ({ anyOf: [{ const: '' }, schema] });

/**
 * The schema of the chart's values: nothing that it does not know, so that a mistyped name is not just ignored. What the
 * platform may be comes from the schema of the resource; its rules over several fields are the API server's.
 */
export function valuesSchema(): Schema {
  const spec = specSchema();
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    ...closed({
      registry: (spec.properties as Readonly<Record<string, Schema>>).registry ?? text,
      imagePullSecrets: listOf(objectName),
      watchNamespaces: listOf(namespaceName),
      rbac: closed({ secretNames: listOf(objectName) }),
      operator: closed({
        image: text,
        imagePullPolicy: { enum: ['Always', 'IfNotPresent', 'Never'] },
        replicas: { type: 'integer', minimum: 1, maximum: 5 },
        logLevel: { enum: ['debug', 'info', 'warn', 'error'] },
        resyncSeconds: { type: 'integer', minimum: 10, maximum: 3600 },
        resources: anyMap,
        nodeSelector: texts,
        tolerations: { type: 'array', items: anyMap },
        affinity: anyMap,
        podAnnotations: texts,
        podLabels: texts,
      }),
      metrics: closed({ service: flag }),
      networkPolicy: closed({ enabled: flag, kubernetesApiPorts: { ...listOf(port), minItems: 1 } }),
      customResourceDefinition: closed({ upgrade: flag }),
      platform: {
        ...closed({
          create: flag,
          name: { type: 'string', pattern: NAME.source },
          namespace: optional(namespaceName),
          spec,
        }),
        // Without a platform there is nothing to be said of it.
        if: { properties: { create: { const: true } } },
        // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON schemas
        then: { properties: { spec: { required: ['host'] } } },
      },
      // Values for charts around this one.
      global: anyMap,
    }),
    required: ['registry'],
  };
}

function closed(properties: Readonly<Record<string, Schema>>): Schema {
  return { type: 'object', additionalProperties: false, properties };
}

/** As users write it; `version` and `registry` the chart knows itself. */
function specSchema(): Schema {
  const { required: _, ...schema } = strict(z.toJSONSchema(StudyNotionSpec, { target: 'draft-7', io: 'input' }));
  return schema;
}

/** Without fields that the schema does not name, and without what only Kubernetes reads. */
function strict(schema: Schema): Schema {
  const entries = Object.entries(schema).filter(([keyword]) => !keyword.startsWith('x-') && !keyword.startsWith('$'));
  const { properties, items, additionalProperties, propertyNames, ...own } = Object.fromEntries(entries);
  return {
    ...own,
    ...(isSchema(propertyNames) && isSchema(additionalProperties) ? named(propertyNames, additionalProperties) : {}),
    ...(isSchema(properties) ? { properties: mapValues(properties, strict), additionalProperties: false } : {}),
    ...(isSchema(items) ? { items: strict(items) } : {}),
  };
}

/** Of a wrong name Helm tells nothing where the schema has `propertyNames`. */
function named({ enum: names }: Schema, schema: Schema): Schema {
  return {
    patternProperties: { [`^(${(names as string[]).join('|')})$`]: strict(schema) },
    additionalProperties: false,
  };
}

function isSchema(value: unknown): value is Readonly<Record<string, Schema>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function mapValues(fields: Readonly<Record<string, Schema>>, change: (schema: Schema) => Schema) {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, change(field)]));
}
