import type { Construct } from 'constructs';
import { databaseOf, infrastructurePorts } from '../connections.ts';
import { PlainWorkload } from '../constructs/plain-workload.ts';
import { secretVariable, tcpProbe, variables } from '../constructs/pod.ts';
import { Store } from '../constructs/store.ts';
import { appsWithDatabase, type Platform, type Resources } from '../environment.ts';

const POSTGRESQL: Resources = { requests: { cpu: '200m', memory: '512Mi' }, limits: { cpu: '2', memory: '3Gi' } };
const FERRETDB: Resources = { requests: { cpu: '50m', memory: '96Mi' }, limits: { cpu: '1', memory: '768Mi' } };
const MONGODB: Resources = { requests: { cpu: '200m', memory: '512Mi' }, limits: { cpu: '2', memory: '2Gi' } };

const probe = (port: string) => tcpProbe(port, { periodSeconds: 5, failureThreshold: 3 });

/** The database of the environment's mode; an external one needs nothing here. */
export function addDatabase(scope: Construct, platform: Platform): void {
  if (platform.database === 'documentdb') addDocumentdb(scope, platform);
  else if (platform.database === 'mongo') addMongodb(scope, 'mongodb', platform);
  else if (platform.database === 'mongo-per-service')
    for (const { id } of appsWithDatabase) addMongodb(scope, databaseOf(id, platform.database), platform);
}

/** PostgreSQL with DocumentDB, and FerretDB in front of it, which speaks MongoDB's protocol. */
function addDocumentdb(scope: Construct, platform: Platform): void {
  new Store(scope, 'postgresql', {
    platform,
    name: 'postgresql',
    image: platform.images.postgresql,
    port: { name: 'postgresql', number: infrastructurePorts.postgresql },
    resources: POSTGRESQL,
    storage: platform.storage.database,
    env: [secretVariable('PGPASSWORD', 'postgresql', 'password')],
    probe: probe('postgresql'),
    stopSeconds: 60,
  });
  new PlainWorkload(scope, 'ferretdb', {
    platform,
    name: 'mongodb',
    image: platform.images.ferretdb,
    ports: { mongodb: infrastructurePorts.mongodb },
    scale: { replicas: 1, resources: FERRETDB, settings: {}, environment: [] },
    env: [
      ...variables({
        LISTEN_ADDRESS: `0.0.0.0:${infrastructurePorts.mongodb}`,
        STATE_FOLDER: '/data',
        DO_NOT_TRACK: '1',
      }),
      secretVariable('POSTGRESQL_PASSWORD', 'postgresql', 'password'),
      {
        name: 'POSTGRESQL_URL',
        value: `postgres://postgres:$(POSTGRESQL_PASSWORD)@postgresql:${infrastructurePorts.postgresql}/postgres`,
      },
    ],
    scratchFolders: { data: '/data' },
    liveness: probe('mongodb'),
    readiness: probe('mongodb'),
  });
}

function addMongodb(scope: Construct, name: string, platform: Platform): void {
  new Store(scope, name, {
    platform,
    name,
    image: platform.images.mongodb,
    port: { name: 'mongodb', number: infrastructurePorts.mongodb },
    resources: MONGODB,
    storage: platform.storage.database,
    dataFolder: '/data/db',
    scratchFolders: { settings: '/data/configdb' },
    env: [
      ...variables({ HOME: '/tmp' }),
      secretVariable('MONGO_INITDB_ROOT_USERNAME', name, 'username'),
      secretVariable('MONGO_INITDB_ROOT_PASSWORD', name, 'password'),
    ],
    probe: probe('mongodb'),
    stopSeconds: 60,
  });
}
