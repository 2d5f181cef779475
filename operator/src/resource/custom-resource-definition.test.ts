import { describe, expect, test } from '@jest/globals';
import {
  customResourceDefinition,
  type OpenApiSchema,
  openApiSchemaOf,
  resourceSchema,
} from './custom-resource-definition.ts';
import { StudyNotionSpec, StudyNotionStatus } from './study-notion.ts';

/** Every schema below one, by its path. */
function fieldsOf(schema: OpenApiSchema, path: string): [string, OpenApiSchema][] {
  const children: [string, OpenApiSchema | undefined][] = [
    [`${path}[]`, schema.items],
    [`${path}.*`, schema.additionalProperties],
    ...Object.entries(schema.properties ?? {}).map(([name, field]): [string, OpenApiSchema] => [
      `${path}.${name}`,
      field,
    ]),
  ];
  return [[path, schema], ...children.flatMap(([at, child]) => (child === undefined ? [] : fieldsOf(child, at)))];
}

const fields = [
  ...fieldsOf(openApiSchemaOf(StudyNotionSpec), 'spec'),
  ...fieldsOf(openApiSchemaOf(StudyNotionStatus), 'status'),
];

function isBounded(schema: OpenApiSchema): boolean {
  if (schema.enum !== undefined || schema.type === 'boolean') return true;
  if (schema.type === 'string' || schema['x-kubernetes-int-or-string'] === true) return schema.maxLength !== undefined;
  if (schema.type === 'integer') return schema.maximum !== undefined;
  if (schema.type === 'array') return schema.maxItems !== undefined;
  return schema.properties !== undefined || schema.maxProperties !== undefined;
}

describe('the definition of StudyNotion', () => {
  test('bounds every field, or the API server refuses its rules for what they might cost', () => {
    expect(fields.filter(([, schema]) => !isBounded(schema)).map(([path]) => path)).toEqual([]);
  });

  test('describes every field in a sentence, for kubectl explain', () => {
    const named = fields.filter(([path]) => !path.endsWith('[]') || path.endsWith('environment[]'));
    expect(named.filter(([, { description }]) => !/^[A-Z].*\.$/.test(description ?? '')).map(([path]) => path)).toEqual(
      [],
    );
  });

  test('has rules whose messages say what to do, in one line and no longer than the server takes', () => {
    const messages = [['', resourceSchema()] as const, ...fields].flatMap(([, schema]) =>
      (schema['x-kubernetes-validations'] ?? []).map(({ message }) => message),
    );
    expect(messages.length).toBeGreaterThan(20);
    for (const message of messages) expect(message).toMatch(/^(?=.{20,2048}$)[^\n]*: [^\n]+$/);
  });

  test('tells lists apart by their names, so that several may write to them', () => {
    const keys = fields.flatMap(([path, schema]) =>
      schema.items?.type === 'object' ? [`${path} ${schema['x-kubernetes-list-map-keys']}`] : [],
    );
    expect(keys).toEqual(['spec.services.*.environment name', 'status.conditions type', 'status.serviceStatuses name']);
  });

  test('has the short name, the columns and a status of its own', () => {
    const { names, versions } = customResourceDefinition().spec;
    expect(names.shortNames).toEqual(['sn']);
    expect(versions.map(({ additionalPrinterColumns: columns }) => columns.map(({ name }) => name))).toEqual([
      ['Ready', 'Version', 'Services', 'Age'],
    ]);
    expect(versions[0]?.subresources).toEqual({ status: {} });
  });
});
