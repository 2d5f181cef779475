/** Address of the database that `npm test` started. */
export function testDatabaseUri(): string {
  const uri = process.env.MONGODB_URI;
  if (uri === undefined) throw new Error('component tests need a database: set MONGODB_URI, or run them by `npm test`');
  return uri;
}
