import { type OpenApiSchema, resourceSchema } from './custom-resource-definition.ts';
import { apiVersion, externalKeys, kind, providerKeys, shortName } from './study-notion.ts';

const INTRODUCTION = `# The resource \`${kind}\`

<!-- Written from operator/src/resource by "npm run generate". Do not edit. -->

One \`${kind}\` (\`${apiVersion}\`, short name \`${shortName}\`) describes one platform. The
operator makes it so, keeps it so and says in its status what is going on. There is one in a namespace, and everything is
in that namespace.

\`\`\`
kubectl apply --filename examples/studynotion-small.yaml
kubectl get ${shortName}                      # ready? which version? how many services?
kubectl describe ${shortName} learn           # what is missing, and what to do about it
kubectl explain ${shortName}.spec.database    # what is written below
\`\`\`

Examples: [small](../examples/studynotion-small.yaml), [production](../examples/studynotion-production.yaml),
[development](../examples/studynotion-development.yaml).
`;

const listOf = (keys: readonly string[]): string => keys.map((key) => `\`${key}\``).join(', ');

const secretKeys = [
  ...Object.entries(providerKeys).map(([provider, keys]) => [
    `providers.${provider}.secret`,
    listOf(Object.values(keys)),
  ]),
  ['database.secret', `${listOf([externalKeys.database])}, or a key for each service, named like it`],
  ['broker.secret', listOf([externalKeys.broker])],
  ['tlsSecret', listOf(['tls.crt', 'tls.key'])],
  ['imagePullSecret', listOf(['.dockerconfigjson'])],
];

const SECRETS = `## Secrets that you make

They are in the namespace of the resource. Values never stand in the resource itself. All other Secrets are made by the
operator: once, and never overwritten.

${secretKeys.map(([field, keys]) => `- \`spec.${field}\`: ${keys}`).join('\n')}
`;

const MOVE = `## Moving to another database or broker

\`spec.database.mode\`, \`spec.database.engine\` and \`spec.broker.type\` stay what they were at first: what is kept would stay
behind. To move:

1. Make another namespace, and in it the Secrets that you made in the first. Copy the Secrets of the services too (they are
   named like them), without their key \`mongodb-uri\`: the operator adds what is missing and leaves the rest, so that people
   stay logged in.
2. Make a ${kind} there, with the mode you want and another host, and wait until it is Ready.
3. Close the first for its users: set \`spec.paused\` to true, and delete its Ingress. Wait until no event is pending.
4. Copy each database that [the table](../packages/platform/src/table.ts) names:
   \`mongodump --archive --db=studynotion_auth … | mongorestore --archive --drop …\`, and so on.
5. Give the second the host of the first, and delete the first. Its volumes stay, unless \`spec.dataOnDeletion\` says
   otherwise.
`;

const RABBITMQ_OUTSIDE = `## A RabbitMQ outside

With \`spec.broker.type: External\`, version 4 or later. It is to import what the operator puts into the ConfigMap \`rabbitmq\`
before it starts services: the queues of services that were never up, so that no event is lost, and a policy without which
it gives up deliveries that services repeat. Do it right after the resource is made, and after each upgrade:

\`\`\`
kubectl get configmap rabbitmq --output=jsonpath='{.data.definitions\\.json}' |
  curl --user … --header 'content-type: application/json' --data-binary @- https://rabbitmq.example/api/definitions
\`\`\`

All is in the virtual host \`/\`; so the address in the Secret names none.
`;

interface Section {
  readonly path: string;
  readonly schema: OpenApiSchema;
}

/** The documentation of the resource, in Markdown. */
export function resourceDocumentation(): string {
  const resource = resourceSchema();
  const { spec = {}, status = {} } = resource.properties ?? {};
  const parts = [
    INTRODUCTION,
    '## What you say',
    ...sectionTexts('spec', spec),
    SECRETS,
    '## What is refused',
    'The API server refuses these at once, with these words:',
    refusals(resource)
      .map((message) => `- ${message}`)
      .join('\n'),
    RABBITMQ_OUTSIDE,
    MOVE,
    '## What the operator says',
    ...sectionTexts('status', status),
  ];
  return `${parts.map((part) => part.trim()).join('\n\n')}\n`;
}

function sectionTexts(path: string, schema: OpenApiSchema): string[] {
  return sectionsOf(path, schema).map((section, _index, all) => sectionText(section, all));
}

/** The objects in a schema, outermost first; what looks the same as one before is not told again. */
function sectionsOf(path: string, root: OpenApiSchema): Section[] {
  const found: Section[] = [];
  const visit = (at: string, schema: OpenApiSchema): void => {
    const { properties, items, additionalProperties } = schema;
    if (items !== undefined) visit(`${at}[]`, items);
    if (additionalProperties !== undefined) visit(`${at}.<name>`, additionalProperties);
    if (properties === undefined) return;
    if (found.some((section) => shapeOf(section.schema.properties) === shapeOf(properties))) return;
    found.push({ path: at, schema });
    for (const [name, field] of Object.entries(properties)) visit(`${at}.${name}`, field);
  };
  visit(path, root);
  return found;
}

const shapeOf = (value: unknown): string => JSON.stringify(value);

function sectionText({ path, schema }: Section, all: readonly Section[]): string {
  const { required = [], properties = {} } = schema;
  const lines = Object.entries(properties).map(([name, field]) => {
    const type = `${typeOf(`${path}.${name}`, field, all)}${required.includes(name) ? ', required' : ''}`;
    return `- \`${name}\` (${type}): ${field.description?.replaceAll('<', '\\<')}`;
  });
  return `### \`${path}\`\n\n${lines.join('\n')}`;
}

function typeOf(path: string, schema: OpenApiSchema, all: readonly Section[]): string {
  if (schema['x-kubernetes-int-or-string'] === true) return 'quantity';
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${value}\``).join(', ');
  if (schema.items !== undefined)
    return `list of ${typeOf(`${path}[]`, schema.items, all)}, at most ${schema.maxItems}`;
  if (schema.additionalProperties !== undefined)
    return `map of ${typeOf(`${path}.<name>`, schema.additionalProperties, all)}`;
  if (schema.properties !== undefined) {
    const same = all.find((section) => shapeOf(section.schema.properties) === shapeOf(schema.properties));
    return `[object](#${anchorOf(same?.path ?? path)})`;
  }
  if (schema.type === 'integer' && schema.maximum !== undefined && schema.maximum < Number.MAX_SAFE_INTEGER)
    return `integer, ${schema.minimum} to ${schema.maximum}`;
  return schema.type ?? '';
}

/** As GitHub makes it of a heading. */
function anchorOf(path: string): string {
  return path.toLowerCase().replaceAll(/[^a-z0-9-]/g, '');
}

/** What the rules among fields say, each once. */
function refusals(root: OpenApiSchema): string[] {
  const messages = new Set<string>();
  const visit = (schema: OpenApiSchema): void => {
    for (const { message } of schema['x-kubernetes-validations'] ?? []) messages.add(message);
    for (const child of [schema.items, schema.additionalProperties, ...Object.values(schema.properties ?? {})])
      if (child !== undefined) visit(child);
  };
  visit(root);
  return [...messages];
}
