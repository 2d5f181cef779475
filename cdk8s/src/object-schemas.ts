/** A JSON schema, as far as it is read or changed here. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly required?: readonly string[];
  readonly [keyword: string]: unknown;
}

/** What Kubernetes publishes of its own kinds (OpenAPI 2, `api/openapi-spec/swagger.json`). */
export interface Swagger {
  readonly definitions: Readonly<Record<string, Schema>>;
}

interface GroupVersionKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** A CustomResourceDefinition. */
export interface Definition {
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly { readonly name: string; readonly schema: { readonly openAPIV3Schema: Schema } }[];
  };
}

const DEFINITIONS = '#/definitions/';
/** Types that are text in OpenAPI and may be numbers as well. */
const TEXT_OR_NUMBER = new Set([
  'io.k8s.apimachinery.pkg.api.resource.Quantity',
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString',
]);

/**
 * Schemas for kubeconform, one for each kind, by file name: strict, so that a field which does not exist is an error, and
 * whole, so that nothing is fetched.
 */
export function objectSchemas(swagger: Swagger, definitions: readonly Definition[]): ReadonlyMap<string, Schema> {
  return new Map([
    ...Object.entries(swagger.definitions).flatMap(([name, schema]) =>
      kindsOf(schema).map((kind): [string, Schema] => [fileOf(kind), builtIn(name, kind, swagger)]),
    ),
    ...definitions.flatMap(({ spec: { group, names, versions } }) =>
      versions.map(({ name: version, schema }): [string, Schema] => {
        const kind = { group, version, kind: names.kind };
        return [fileOf(kind), named(strict(schema.openAPIV3Schema), kind)];
      }),
    ),
  ]);
}

/** For `-schema-location`: where kubeconform finds the schema of a kind. */
export const schemaLocation = '{{ .ResourceKind }}{{ .KindSuffix }}.json';

/** As `schemaLocation` has it: the first word of the group and the version follow the kind. */
function fileOf({ group, version, kind }: GroupVersionKind): string {
  const [first = ''] = group.split('.');
  return `${[kind, first, version]
    .filter((part) => part !== '')
    .join('-')
    .toLowerCase()}.json`;
}

function kindsOf(schema: Schema): readonly GroupVersionKind[] {
  return (schema['x-kubernetes-group-version-kind'] as readonly GroupVersionKind[] | undefined) ?? [];
}

function builtIn(name: string, kind: GroupVersionKind, { definitions }: Swagger): Schema {
  const used = new Map<string, Schema>();
  collect(name, definitions, used);
  const { [name]: own = {}, ...others } = Object.fromEntries(used);
  return { ...named(own, kind), definitions: others };
}

function collect(name: string, all: Swagger['definitions'], used: Map<string, Schema>): void {
  if (used.has(name)) return;
  const schema = TEXT_OR_NUMBER.has(name) ? { type: ['string', 'number'] } : strict(all[name] ?? {});
  used.set(name, schema);
  for (const reference of referencesIn(schema)) collect(reference.slice(DEFINITIONS.length), all, used);
}

function referencesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, field]) =>
    name === '$ref' && typeof field === 'string' ? [field] : referencesIn(field),
  );
}

/** The schema must say itself of which kind it is. */
function named(schema: Schema, { group, version, kind }: GroupVersionKind): Schema {
  const apiVersion = group === '' ? version : `${group}/${version}`;
  return {
    ...schema,
    properties: {
      ...schema.properties,
      apiVersion: { type: 'string', enum: [apiVersion] },
      kind: { type: 'string', enum: [kind] },
    },
    required: [...new Set([...(schema.required ?? []), 'apiVersion', 'kind', 'metadata'])],
  };
}

/** Without fields that the schema does not name, unless it leaves them open. */
function strict(schema: Schema): Schema {
  if (schema['x-kubernetes-int-or-string'] === true) return { type: ['string', 'integer'] };
  const properties =
    schema.properties === undefined
      ? undefined
      : Object.fromEntries(Object.entries(schema.properties).map(([name, field]) => [name, strict(field)]));
  const closed =
    properties !== undefined &&
    schema.additionalProperties === undefined &&
    schema['x-kubernetes-preserve-unknown-fields'] !== true;
  return {
    ...schema,
    ...(properties === undefined ? {} : { properties }),
    ...(schema.items === undefined ? {} : { items: strict(schema.items) }),
    ...(typeof schema.additionalProperties === 'object'
      ? { additionalProperties: strict(schema.additionalProperties) }
      : {}),
    ...(closed ? { additionalProperties: false } : {}),
  };
}
