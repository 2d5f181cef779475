import mongoose, { type Connection } from 'mongoose';

export interface DatabaseOptions {
  /** Address of the server, without a database name. */
  readonly uri: string;
  readonly name: string;
  /** How long an operation waits for a server, in milliseconds. @default 5000 */
  readonly serverSelectionMilliseconds?: number;
}

/**
 * Connects to a service's own database. Values are never cast into operators: a filter with an unchecked value
 * (`{$gt: ''}`, undefined) is refused rather than widened.
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
    sanitizeFilter: false,
    serverSelectionTimeoutMS: serverSelectionMilliseconds,
    // Without a bound a write into a dead connection waits for ever.
    socketTimeoutMS: 30_000,
    // Only a connected driver takes work: a request answers at once instead of filling a buffer.
    bufferCommands: false,
    retryWrites: false,
  });
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
