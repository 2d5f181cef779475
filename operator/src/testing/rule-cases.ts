import { providers } from './resource-examples.ts';

/** What the resource refuses: a specification with what must be said besides, and with which words. */
export const refused: readonly (readonly [string, object, RegExp])[] = [
  ['no providers, in production', {}, /spec\.providers\.razorpay is missing: name the Secret of the Razorpay account/],
  [
    'one provider less, in production',
    { providers: { razorpay: providers.razorpay, mail: providers.mail } },
    /spec\.providers\.cloudinary is missing: .*or set spec\.development to true/,
  ],
  [
    'no mail server, in production',
    { providers: { razorpay: providers.razorpay, cloudinary: providers.cloudinary } },
    /spec\.providers\.mail is missing: name the Secret of the mail server/,
  ],
  [
    'an external database without an address',
    { development: true, database: { mode: 'External' } },
    /spec\.database\.secret is missing: with mode External, name the Secret/,
  ],
  [
    'an address of a database of its own',
    { development: true, database: { secret: 'database' } },
    /belong to an external database: leave them out, or set spec\.database\.mode to External/,
  ],
  [
    'networks of a database of its own',
    { development: true, database: { networks: ['10.0.0.0/8'] } },
    /belong to an external database/,
  ],
  [
    'DocumentDB for each service',
    { development: true, database: { mode: 'Dedicated', engine: 'DocumentDB' } },
    /spec\.database\.engine DocumentDB goes with mode Shared only: set spec\.database\.mode to Shared/,
  ],
  [
    'an external broker without an address',
    { development: true, broker: { type: 'External' } },
    /spec\.broker\.secret is missing: with type External, name the Secret/,
  ],
  [
    'an address of a broker of its own',
    { development: true, broker: { type: 'RabbitMQ', secret: 'broker' } },
    /belong to an external broker: leave them out, or set spec\.broker\.type to External/,
  ],
  [
    'a Secret that is not of the user',
    { development: true, broker: { type: 'External', secret: 'rabbitmq' } },
    /the name is that of a Secret that the operator makes .*: give yours another one/,
  ],
  [
    'a certificate in the place of a token',
    { development: true, tlsSecret: 'auth-service-dapr-token' },
    /the name is that of a Secret that the operator makes/,
  ],
  [
    'replicas and an autoscaler, for all',
    { development: true, replicas: 2, autoscaling: { maxReplicas: 3 } },
    /replicas and autoscaling exclude each other: leave replicas out/,
  ],
  [
    'replicas and an autoscaler, for one',
    { development: true, services: { 'auth-service': { replicas: 2, autoscaling: { maxReplicas: 3 } } } },
    /replicas and autoscaling exclude each other: leave replicas out/,
  ],
  [
    'bounds the wrong way round',
    { development: true, autoscaling: { minReplicas: 4, maxReplicas: 3 } },
    /autoscaling\.minReplicas is above autoscaling\.maxReplicas: raise maxReplicas/,
  ],
  [
    'more CPU asked for than allowed',
    { development: true, resources: { requests: { cpu: 2, memory: '1Gi' }, limits: { cpu: '1500m', memory: '1Gi' } } },
    /requests\.cpu is above limits\.cpu: raise the limit/,
  ],
  [
    'more memory asked for than allowed',
    {
      development: true,
      sidecarResources: { requests: { cpu: '1', memory: '1Gi' }, limits: { cpu: 1, memory: '1000Mi' } },
    },
    /requests\.memory is above limits\.memory: raise the limit/,
  ],
  [
    'a service that there is not',
    { development: true, services: { 'auth-servise': { replicas: 2 } } },
    /spec\.services knows api-gateway, auth-service.*: correct the name/,
  ],
  [
    'a variable of the platform',
    { development: true, services: { 'auth-service': { environment: [{ name: 'PUBLIC_ORIGIN', value: 'x' }] } } },
    /environment cannot set .* PUBLIC_ORIGIN.*: use spec\.host/,
  ],
  [
    "a variable of the sidecar's",
    { development: true, services: { 'auth-service': { environment: [{ name: 'DAPR_GRPC_PORT', value: '1' }] } } },
    /environment cannot set DAPR_\*/,
  ],
  [
    'a variable with two values',
    {
      development: true,
      services: {
        frontend: { environment: [{ name: 'NOTICE', value: 'x', secretKeyRef: { name: 'notices', key: 'today' } }] },
      },
    },
    /has one of value, secretKeyRef and configMapKeyRef: name exactly one/,
  ],
  [
    'a variable without a value',
    { development: true, services: { frontend: { environment: [{ name: 'NOTICE' }] } } },
    /has one of value, secretKeyRef and configMapKeyRef: name exactly one/,
  ],
];

/** What is taken, though it is near to what is refused. */
export const taken: readonly (readonly [string, object])[] = [
  ['stand-ins in development', { development: true }],
  ['providers in production', { providers }],
  ['some providers in development', { development: true, providers: { mail: providers.mail } }],
  [
    'a database and a broker outside',
    {
      providers,
      database: { mode: 'External', secret: 'database', networks: ['10.0.0.0/8', 'fd00::/8'] },
      broker: { type: 'External', secret: 'broker', networks: ['10.0.0.0/8'] },
    },
  ],
  ['DocumentDB for all', { development: true, database: { engine: 'DocumentDB' } }],
  [
    'replicas of one where all have an autoscaler',
    {
      development: true,
      autoscaling: { minReplicas: 3, maxReplicas: 3 },
      services: { 'api-gateway': { replicas: 2 } },
    },
  ],
  [
    'as much asked for as allowed, however it is written',
    {
      development: true,
      resources: { requests: { cpu: '1000m', memory: '1024Mi' }, limits: { cpu: 1, memory: '1Gi' } },
    },
  ],
  [
    'variables of each kind',
    {
      development: true,
      services: {
        'course-service': {
          environment: [
            { name: 'LOG_LEVEL', value: '' },
            { name: 'TOKEN', secretKeyRef: { name: 'redis', key: 'password' } },
            { name: 'NOTICE', configMapKeyRef: { name: 'notices', key: 'today.txt' } },
          ],
        },
      },
    },
  ],
];

/** What cannot be changed: from, to, and the words. */
export const unchanged: readonly (readonly [string, object, object, RegExp])[] = [
  [
    'the mode of the database',
    {},
    { database: { mode: 'Dedicated' } },
    /spec\.database\.mode cannot be changed.*: to move, make a StudyNotion in another namespace/,
  ],
  [
    'the engine of the database',
    { database: { engine: 'DocumentDB' } },
    {},
    /spec\.database\.engine cannot be changed.*: to move, make a StudyNotion in another namespace/,
  ],
  [
    'the type of the broker',
    {},
    { broker: { type: 'RabbitMQ' } },
    /spec\.broker\.type cannot be changed.*: to move, make a StudyNotion in another namespace/,
  ],
  [
    'the size of the volume of the database',
    {},
    { database: { storage: '8Gi' } },
    /spec\.database\.storage cannot be changed here.*: .*enlarge the PersistentVolumeClaim/,
  ],
  ['the size of the volume of RabbitMQ', {}, { broker: { storage: '8Gi' } }, /spec\.broker\.storage cannot be changed/],
  ['the size of the volume of Redis', {}, { state: { storage: '8Gi' } }, /spec\.state\.storage cannot be changed/],
  [
    'the class of the volumes',
    { storageClass: 'fast' },
    { storageClass: 'slow' },
    /spec\.storageClass cannot be changed.*: leave it as it is/,
  ],
  [
    'whether there is a class of the volumes',
    {},
    { storageClass: 'slow' },
    /spec\.storageClass cannot be added or removed.*: put it back/,
  ],
];
