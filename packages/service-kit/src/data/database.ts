import mongoose, { type Connection, type mongo } from 'mongoose';
import { currentCause } from '../observability/cause.ts';
import type { Metrics } from '../observability/metrics.ts';
import { refuseUndefined } from './refuse-undefined.ts';

export interface DatabaseOptions {
  /** Address of the server, without a database name. */
  readonly uri: string;
  readonly name: string;
  /** How long an operation waits for a server, in milliseconds. @default 5000 */
  readonly serverSelectionMilliseconds?: number;
  /** Counts what is sent. @default nobody */
  readonly metrics?: Pick<Metrics, 'databaseCommands'>;
}

/**
 * Connects to a service's own database. A filter that holds undefined is refused; operators such as `{$gt: ''}` are kept
 * out by the contracts' schemas, which every value passes before it comes here.
 * @throws when no server answers in time
 */
export async function connectDatabase({
  uri,
  name,
  serverSelectionMilliseconds = 5000,
  metrics,
}: DatabaseOptions): Promise<Connection> {
  const connection = mongoose.createConnection(uri, {
    dbName: name,
    autoIndex: false,
    autoCreate: false,
    serverSelectionTimeoutMS: serverSelectionMilliseconds,
    // Without a bound a write into a dead connection waits for ever.
    socketTimeoutMS: 30_000,
    // Only a connected driver takes work: a request answers at once instead of filling a buffer.
    bufferCommands: false,
    retryWrites: false,
    monitorCommands: metrics !== undefined,
  });
  connection.plugin(refuseUndefined);
  await connection.asPromise();
  if (metrics !== undefined) countCommands(connection, metrics);
  return connection;
}

/** The command's first field names it, and most name their collection there. */
function countCommands(connection: Connection, { databaseCommands }: Pick<Metrics, 'databaseCommands'>): void {
  connection.getClient().on('commandStarted', ({ command, commandName }: mongo.CommandStartedEvent) => {
    const target: unknown = command[commandName];
    const collection = typeof target === 'string' ? target : '';
    databaseCommands.inc({ cause: currentCause(), command: commandName, collection });
  });
}

/** Builds the indexes of all models of a connection; needed before the first write, for unique keys decide races. */
export async function ensureIndexes(connection: Connection): Promise<void> {
  for (const name of connection.modelNames()) {
    await connection.model(name).createCollection();
    await connection.model(name).createIndexes();
  }
}

/** Whether the database answers, for readiness. */
export async function databaseAnswers(connection: Connection): Promise<boolean> {
  if (connection.db === undefined) return false;
  await connection.db.admin().ping();
  return true;
}
