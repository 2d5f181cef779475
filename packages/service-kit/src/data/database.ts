import mongoose, { type Connection } from 'mongoose';
import { refuseUndefined } from './refuse-undefined.ts';

export interface DatabaseOptions {
  /** Address of the server, without a database name. */
  readonly uri: string;
  readonly name: string;
  /** How long an operation waits for a server, in milliseconds. @default 5000 */
  readonly serverSelectionMilliseconds?: number;
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
  });
  connection.plugin(refuseUndefined);
  await connection.asPromise();
  return connection;
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
