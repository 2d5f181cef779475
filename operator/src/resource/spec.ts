import { appIds } from '@studynotion/contracts';
import { z } from 'zod';
import { unchangeable, withRules } from './rules.ts';
import {
  amountOf,
  Cpu,
  HostName,
  Image,
  Key,
  Memory,
  NamespaceName,
  Networks,
  ObjectName,
  Port,
  Registry,
  Version,
  VolumeSize,
} from './values.ts';

/** What `spec.services` can name: the apps and the site. */
export const serviceNames = [...appIds, 'frontend'] as const;
export type ServiceName = (typeof serviceNames)[number];

/**
 * Keys of the Secrets that users make for providers, by the name that the value has in the platform's table of secrets.
 * A provider's field in `spec.providers` names the Secret.
 */
export const providerKeys = {
  razorpay: {
    'razorpay-key-id': 'key-id',
    'razorpay-key-secret': 'key-secret',
    'razorpay-webhook-secret': 'webhook-secret',
  },
  cloudinary: { 'cloudinary-api-key': 'api-key', 'cloudinary-api-secret': 'api-secret' },
  mail: { 'smtp-url': 'url' },
} as const;

/** Key of the Secret of an external database that counts for each app without a key of its name; and of an external broker. */
export const externalKeys = { database: 'uri', broker: 'url' } as const;

/** Variables that follow from other fields, or that program and sidecar agree on. */
export const reservedVariables = [
  'APP_API_TOKEN',
  'APP_HOST',
  'APP_PORT',
  'CLOUDINARY_CLOUD_NAME',
  'CONTACT_MAILBOX',
  'DRAIN_SECONDS',
  'FAULT_POINTS',
  'FRONTEND_HOST',
  'FRONTEND_PORT',
  'GATEWAY_URL',
  'INSTANCE',
  'MAIL_FROM',
  'NODE_ENV',
  'OPERATIONS_HOST',
  'OPERATIONS_PORT',
  'PUBLIC_ORIGIN',
  'TRUSTED_PROXIES',
] as const;
const RESERVED_PREFIX = 'DAPR_';

/** Names of Secrets that the operator makes itself, whatever the resource says. */
const madeSecrets = [
  'redis',
  'rabbitmq',
  'postgresql',
  'mongodb',
  'sandbox',
  'studynotion-authority',
  ...appIds.flatMap((id) => [id, `mongodb-${id}`, `${id}-dapr-token`, `${id}-app-token`]),
];

const celList = (values: readonly string[]) => `[${values.map((value) => `'${value}'`).join(', ')}]`;

/** Name of a Secret that the user makes. */
const UserSecret = withRules(ObjectName, [
  {
    rule: `!(self in ${celList(madeSecrets)})`,
    message:
      'the name is that of a Secret that the operator makes for a part of the platform: give yours another one, as in my-broker',
    holds: (name) => !madeSecrets.includes(name),
  },
]);

const KeyReference = z.object({
  name: ObjectName.describe('Name of the object, in the namespace of this resource.'),
  key: Key.describe('Key in it.'),
});

const EnvironmentVariable = withRules(
  z
    .object({
      name: z
        .string()
        .min(1)
        .max(128)
        .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be the name of a variable: letters, digits and _')
        .describe('Name of the variable, as in LOG_LEVEL. The README of each service lists its settings.'),
      value: z.string().max(4096).describe('Its value, as it is; nothing in it is expanded.').optional(),
      secretKeyRef: KeyReference.describe(
        "A key of a Secret that holds the value. When the Secret changes, the service's pods are replaced, one by one.",
      ).optional(),
      configMapKeyRef: KeyReference.describe(
        "A key of a ConfigMap that holds the value. When the ConfigMap changes, the service's pods are replaced, one by one.",
      ).optional(),
    })
    .describe('A variable, with one of value, secretKeyRef and configMapKeyRef.'),
  [
    {
      rule: '[has(self.value), has(self.secretKeyRef), has(self.configMapKeyRef)].filter(given, given).size() == 1',
      message: 'a variable in environment has one of value, secretKeyRef and configMapKeyRef: name exactly one of them',
      holds: ({ value, secretKeyRef, configMapKeyRef }) =>
        [value, secretKeyRef, configMapKeyRef].filter((given) => given !== undefined).length === 1,
    },
    {
      rule: `!self.name.startsWith('${RESERVED_PREFIX}') && !(self.name in ${celList(reservedVariables)})`,
      message: `environment cannot set ${RESERVED_PREFIX}* and ${reservedVariables.join(', ')}, for they follow from other fields: use spec.host, spec.port, spec.ingress and spec.providers, or leave the variable out`,
      holds: ({ name }) =>
        !name.startsWith(RESERVED_PREFIX) && !reservedVariables.some((reserved) => reserved === name),
    },
  ],
);

const Amounts = z.object({
  cpu: Cpu.describe('CPU, a quantity: 250m is a quarter of a core, 1 a whole one.'),
  memory: Memory.describe('Memory, a quantity as in 256Mi.'),
});

const Resources = withRules(
  z.object({
    requests: Amounts.describe('What is kept free for each pod on its node.'),
    limits: Amounts.describe('What a pod may use at most: above it CPU is withheld, and for memory the pod is ended.'),
  }),
  (['cpu', 'memory'] as const).map((amount) => ({
    rule: `quantity(string(self.requests.${amount})).compareTo(quantity(string(self.limits.${amount}))) <= 0`,
    message: `requests.${amount} is above limits.${amount}: raise the limit or lower the request`,
    holds: ({ requests, limits }) => amountOf(requests[amount]) <= amountOf(limits[amount]),
  })),
);

const Replicas = z.int().min(1).max(100);

const Autoscaling = withRules(
  z.object({
    minReplicas: Replicas.describe('Pods that run at least.').default(1),
    maxReplicas: Replicas.describe('Pods that run at most.'),
    targetCpu: Cpu.describe(
      'CPU that a pod with its sidecar uses on average when one more is started, as in 600m. An amount and no share of the request, for a service is full at one core, whatever it requests.',
    ).prefault('600m'),
  }),
  [
    {
      rule: 'self.minReplicas <= self.maxReplicas',
      message: 'autoscaling.minReplicas is above autoscaling.maxReplicas: raise maxReplicas or lower minReplicas',
      holds: ({ minReplicas, maxReplicas }) => minReplicas <= maxReplicas,
    },
  ],
);

const ReplicasOrAutoscaling = {
  rule: '!(has(self.replicas) && has(self.autoscaling))',
  message: 'replicas and autoscaling exclude each other: leave replicas out, and say autoscaling.minReplicas instead',
  holds: ({ replicas, autoscaling }: { replicas?: unknown; autoscaling?: unknown }) =>
    replicas === undefined || autoscaling === undefined,
};

const Service = withRules(
  z
    .object({
      replicas: Replicas.describe(
        'How many pods run; no autoscaler. Default: spec.autoscaling, else spec.replicas.',
      ).optional(),
      autoscaling: Autoscaling.describe('Bounds of an autoscaler. Default: spec.autoscaling.').optional(),
      resources: Resources.describe(
        'CPU and memory of the program without its sidecar. Default: spec.resources.',
      ).optional(),
      environment: z
        .array(EnvironmentVariable)
        .max(50)
        // The API server keeps this by the list's key.
        .refine(
          (variables) => new Set(variables.map(({ name }) => name)).size === variables.length,
          'environment has a variable twice: leave one out',
        )
        .meta({ 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['name'] })
        .describe(
          'Variables that the program gets besides those of the platform, each with a value, a key of a Secret or a key of a ConfigMap. An entry takes the place of the variable of its name, unless that follows from other fields.',
        )
        .prefault([]),
    })
    .describe('What differs for one service.'),
  [ReplicasOrAutoscaling],
);

const UNKNOWN_SERVICE = `spec.services knows ${serviceNames.join(', ')}: correct the name`;

const Services = withRules(
  z
    .partialRecord(z.enum(serviceNames), Service, {
      error: ({ code }) => (code === 'invalid_type' ? undefined : UNKNOWN_SERVICE),
    })
    .meta({ maxProperties: serviceNames.length })
    .describe(
      `What differs for single services, by name: ${serviceNames.join(', ')}. What is not said of one follows from spec.replicas, spec.autoscaling and spec.resources.`,
    ),
  [
    {
      rule: `self.all(name, name in ${celList(serviceNames)})`,
      message: UNKNOWN_SERVICE,
      // The schema has refused other names already.
      holds: () => true,
    },
  ],
);

const Images = z.object({
  redis: Image.describe('Redis 7. Default: redis, from spec.registry.').optional(),
  rabbitmq: Image.describe('RabbitMQ 4, for broker.type RabbitMQ. Default: rabbitmq, from spec.registry.').optional(),
  mongodb: Image.describe(
    'MongoDB 7 or 8, for database.engine MongoDB. Default: mongodb, from spec.registry.',
  ).optional(),
  postgresql: Image.describe(
    'PostgreSQL with DocumentDB, for database.engine DocumentDB. Default: postgresql, from spec.registry.',
  ).optional(),
  ferretdb: Image.describe(
    'FerretDB 2, for database.engine DocumentDB. Default: ferretdb, from spec.registry.',
  ).optional(),
});

const Ingress = z.object({
  class: ObjectName.describe('Class of the Ingress: which controller serves it.').default('traefik'),
  namespace: NamespaceName.describe(
    'Namespace of the ingress controller. From no other can gateway and site be reached.',
  ).default('traefik'),
  trustedProxies: z
    .int()
    .min(0)
    .max(10)
    .describe(
      "Proxies before the gateway that append to X-Forwarded-For, the ingress controller among them. Too many, and clients can claim any address; too few, and all share the proxy's.",
    )
    .default(1),
});

const MOVE =
  'to move, make a StudyNotion in another namespace with the value you want, bring the data over, and give it the host';

const KEPT_SIZE =
  'cannot be changed here, for the volume exists: where its class allows it, enlarge the PersistentVolumeClaim itself (kubectl edit pvc), and leave this as it is';

const VolumeSizeOnce = (field: string) => unchangeable(VolumeSize, `${field} ${KEPT_SIZE}`);

const Database = withRules(
  z.object({
    mode: unchangeable(
      z.enum(['Shared', 'Dedicated', 'External']),
      `spec.database.mode cannot be changed, for the documents would stay behind: ${MOVE} (mongodump and mongorestore)`,
    )
      .describe(
        'Where documents are kept. Shared: one database server in the namespace for all services. Dedicated: one for each. External: one outside, whose address stands in spec.database.secret. It cannot be changed later.',
      )
      .default('Shared'),
    engine: unchangeable(
      z.enum(['MongoDB', 'DocumentDB']),
      `spec.database.engine cannot be changed, for the documents would stay behind: ${MOVE} (mongodump and mongorestore)`,
    )
      .describe(
        'What keeps them. MongoDB; or DocumentDB: PostgreSQL with its DocumentDB extension and FerretDB in front, with mode Shared only. It cannot be changed later.',
      )
      .default('MongoDB'),
    secret: UserSecret.describe(
      'Secret with the address of an external database, as in mongodb+srv://user:password@host, without a database name: in key uri for all services, or in a key of its name for single ones, as in auth-service. Mode External only.',
    ).optional(),
    networks: Networks.describe(
      'Networks in which an external database answers; the services reach no others. Default: everywhere. Mode External only.',
    ).optional(),
    ports: z
      .array(Port)
      .min(1)
      .max(8)
      .describe('Ports on which an external database answers. Default: 27017. Mode External only.')
      .optional(),
    storage: VolumeSizeOnce('spec.database.storage')
      .describe('Size of the volume of each database server, a quantity as in 10Gi. It cannot be changed here later.')
      .default('4Gi'),
  }),
  [
    {
      rule: "self.mode != 'External' || has(self.secret)",
      message:
        'spec.database.secret is missing: with mode External, name the Secret that has the address of the database in its key uri',
      holds: ({ mode, secret }) => mode !== 'External' || secret !== undefined,
    },
    {
      rule: "self.mode == 'External' || !(has(self.secret) || has(self.networks) || has(self.ports))",
      message:
        'spec.database.secret, networks and ports belong to an external database: leave them out, or set spec.database.mode to External',
      holds: ({ mode, secret, networks, ports }) => mode === 'External' || (secret ?? networks ?? ports) === undefined,
    },
    {
      rule: "self.engine != 'DocumentDB' || self.mode == 'Shared'",
      message:
        'spec.database.engine DocumentDB goes with mode Shared only: set spec.database.mode to Shared, or take the engine MongoDB',
      holds: ({ mode, engine }) => engine !== 'DocumentDB' || mode === 'Shared',
    },
  ],
);

const Broker = withRules(
  z.object({
    type: unchangeable(
      z.enum(['Redis', 'RabbitMQ', 'External']),
      `spec.broker.type cannot be changed, for events that are under way would be lost: ${MOVE} once no event is pending`,
    )
      .describe(
        "What carries events between services. Redis: the Redis that also keeps the services' short-lived state. RabbitMQ: one in the namespace, with quorum queues. External: a RabbitMQ outside, whose address stands in spec.broker.secret; it is to import definitions.json of the ConfigMap rabbitmq. It cannot be changed later.",
      )
      .default('Redis'),
    secret: UserSecret.describe(
      'Secret with the address of an external RabbitMQ in its key url, as in amqps://user:password@host:5671. Type External only.',
    ).optional(),
    networks: Networks.describe(
      'Networks in which an external RabbitMQ answers, on ports 5671 and 5672; the services reach no others. Default: everywhere. Type External only.',
    ).optional(),
    storage: VolumeSizeOnce('spec.broker.storage')
      .describe(
        'Size of the volume of a RabbitMQ in the namespace, a quantity as in 10Gi. It cannot be changed here later.',
      )
      .default('2Gi'),
  }),
  [
    {
      rule: "self.type != 'External' || has(self.secret)",
      message:
        'spec.broker.secret is missing: with type External, name the Secret that has the address of RabbitMQ in its key url',
      holds: ({ type, secret }) => type !== 'External' || secret !== undefined,
    },
    {
      rule: "self.type == 'External' || !(has(self.secret) || has(self.networks))",
      message:
        'spec.broker.secret and networks belong to an external broker: leave them out, or set spec.broker.type to External',
      holds: ({ type, secret, networks }) => type === 'External' || (secret ?? networks) === undefined,
    },
  ],
);

const State = z.object({
  storage: VolumeSizeOnce('spec.state.storage')
    .describe('Size of the volume of Redis, a quantity as in 10Gi. It cannot be changed here later.')
    .default('1Gi'),
});

const MailAddress = z
  .string()
  .max(320)
  .regex(/^[^\r\n]*[^\s@<>]+@[^\s@<>]+>?$/, 'must be an address, as in Learn <no-reply@learn.example>');

const Razorpay = z.object({
  secret: UserSecret.describe(
    'Secret with the keys key-id, key-secret and webhook-secret, as the dashboard of Razorpay shows them.',
  ),
});

const Cloudinary = z.object({
  secret: UserSecret.describe('Secret with the keys api-key and api-secret, as the console of Cloudinary shows them.'),
  cloudName: z
    .string()
    .min(1)
    .max(64)
    .regex(/^[A-Za-z0-9][-_A-Za-z0-9]*$/, 'must be the name of a Cloudinary account')
    .describe('Name of the product environment at Cloudinary.'),
});

const Mail = z.object({
  secret: UserSecret.describe(
    'Secret with the address of the mail server in its key url, as in smtps://user:password@smtp.example:465. Ports 25, 465, 587 and 2525 can be reached.',
  ),
  sender: MailAddress.describe('From whom mails come, as in Learn <no-reply@learn.example>.'),
  contact: MailAddress.describe('Who gets what visitors write on the contact page. Default: the sender.').optional(),
});

const PROVIDERS = { razorpay: 'the Razorpay account', cloudinary: 'the Cloudinary account', mail: 'the mail server' };

const Providers = z.object({
  razorpay: Razorpay.describe('Payments, by Razorpay.').optional(),
  cloudinary: Cloudinary.describe('Pictures and videos, by Cloudinary.').optional(),
  mail: Mail.describe('Mails, by any server that speaks SMTP.').optional(),
});

const Cluster = z.object({
  daprNamespace: NamespaceName.describe("Namespace of Dapr's control plane.").default('dapr-system'),
  dnsNamespace: NamespaceName.describe("Namespace of the cluster's DNS.").default('kube-system'),
  dnsSeconds: z
    .int()
    .min(0)
    .max(300)
    .describe(
      'How long DNS may go on naming a pod that is gone, in seconds: the TTL that CoreDNS gives and keeps answers for. Pods answer that much longer when they are stopped.',
    )
    .default(30),
  kubernetesApiNetworks: Networks.describe(
    'Networks in which the Kubernetes API answers, on ports 443 and 6443; sidecars read their Secrets there. Default: everywhere.',
  ).optional(),
  trustDomain: HostName.describe(
    "SPIFFE trust domain of the services' identities: services of two platforms in one cluster do not know each other. Default: the name of the namespace.",
  ).optional(),
});

/** What a platform is to be. The texts are what `kubectl explain` and the documentation say. */
export const StudyNotionSpec = withRules(
  z
    .object({
      version: Version.describe(
        "Version to run: the tag of the platform's own images. After a change the parts are replaced step by step; a version that does not come up stops there, and the one before it keeps serving.",
      ),
      registry: Registry.describe(
        "Where the platform's own images are, as in registry.example/studynotion: registry and path, without a slash at the end.",
      ),
      imagePullSecret: UserSecret.describe(
        'Secret of type kubernetes.io/dockerconfigjson to pull images with. Default: none.',
      ).optional(),
      images: Images.describe(
        'Images of other makers, by full name and exact tag, as in docker.io/library/redis:7.4.2; a digest may follow.',
      ).prefault({}),
      host: HostName.describe(
        'Name under which users reach the site, as in learn.example. In development the stand-ins are below it: razorpay., media. and inbox.',
      ),
      port: Port.describe(
        'HTTPS port under which users reach the site; links in mails name it unless it is 443.',
      ).default(443),
      tlsSecret: UserSecret.describe(
        'Secret of type kubernetes.io/tls with the certificate for the host. It is yours, for example from cert-manager; in development one is made that is signed by itself.',
      ).default('studynotion-tls'),
      ingress: Ingress.describe('How requests come into the cluster.').prefault({}),
      development: z
        .boolean()
        .describe(
          'Whether stand-ins of Razorpay, Cloudinary and the mail server run for those that spec.providers leaves out. Not for users: money and mails are not real.',
        )
        .default(false),
      paused: z
        .boolean()
        .describe('Whether the operator leaves everything as it is. What it sees it still reports, in the status.')
        .default(false),
      dataOnDeletion: z
        .enum(['Keep', 'Delete'])
        .describe(
          'What happens to volumes and generated Secrets when this resource is deleted. Keep: they stay, and a later resource in this namespace finds them again. Delete: they go with it, for good.',
        )
        .default('Keep'),
      storageClass: unchangeable(
        ObjectName,
        'spec.storageClass cannot be changed, for the volumes exist: leave it as it is',
      )
        .describe("StorageClass of all volumes. Default: the cluster's default class. It cannot be changed later.")
        .optional(),
      database: Database.describe('Where the services keep their documents.').prefault({}),
      broker: Broker.describe('What carries events from service to service.').prefault({}),
      state: State.describe(
        'Redis, which keeps what is short-lived: codes, counters. With broker.type Redis it carries the events too.',
      ).prefault({}),
      providers: Providers.describe(
        'The accounts at Razorpay, at Cloudinary and at a mail server. Each is needed, unless spec.development is true: then a stand-in takes its place.',
      ).prefault({}),
      replicas: Replicas.describe('How many pods run of each service and of the site. Default: 1.').optional(),
      autoscaling: Autoscaling.describe(
        'Bounds of an autoscaler for each service and the site, which needs metrics-server in the cluster. Default: no autoscaler.',
      ).optional(),
      resources: Resources.describe(
        'CPU and memory of each service and of the site, without sidecars. Default: little, for one machine.',
      ).optional(),
      sidecarResources: Resources.describe(
        'CPU and memory of each Dapr sidecar. Default: little, for one machine.',
      ).optional(),
      services: Services.prefault({}),
      cluster: Cluster.describe('What the platform must know of the cluster; the defaults suit most.').prefault({}),
    })
    .describe('What the platform is to be. The operator makes it so and keeps it so.'),
  [
    ReplicasOrAutoscaling,
    ...(['razorpay', 'cloudinary', 'mail'] as const).map((provider) => ({
      rule: `self.development || has(self.providers.${provider})`,
      message: `spec.providers.${provider} is missing: name the Secret of ${PROVIDERS[provider]} there, or set spec.development to true to run a stand-in`,
      holds: ({ development, providers }: { development: boolean; providers: Record<string, unknown> }) =>
        development || providers[provider] !== undefined,
    })),
  ],
  [
    {
      rule: 'has(self.storageClass) == has(oldSelf.storageClass)',
      message: 'spec.storageClass cannot be added or removed, for the volumes exist: put it back as it was',
    },
  ],
);
export type StudyNotionSpec = z.output<typeof StudyNotionSpec>;
/** As users write it, before the defaults. */
export type StudyNotionSpecInput = z.input<typeof StudyNotionSpec>;
