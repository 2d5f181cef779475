import { createHash } from 'node:crypto';
import type { AppId } from '@studynotion/contracts';
import { appOf, apps } from '@studynotion/platform';
import { askRedis, type RedisValue } from '@studynotion/platform/testing';
import type { Databases } from './databases.ts';
import { runningPlatform } from './running-platform.ts';

/** A print of each thing that the platform has stored, by where it is. */
export type Stored = ReadonlyMap<string, string>;

/**
 * Looks at all that the platform keeps: each document of each database, each value of the state store, and how many
 * events every topic ever got.
 */
export async function everythingStored(databases: Databases): Promise<Stored> {
  const all = await Promise.all(apps.map(({ id }) => documents(databases, id)));
  return new Map([...all.flat(), ...(await valuesOfRedis('*'))]);
}

/** Looks at what one app keeps: its documents, and its values in the state store. */
export async function storedBy(app: AppId, databases: Databases): Promise<Stored> {
  return new Map([...(await documents(databases, app)), ...(await valuesOfRedis(`${app}||*`))]);
}

/** What was added or is different. What is gone counts in the databases only: in the state store it has expired. */
export function differences(before: Stored, after: Stored): string[] {
  const gone = [...before.keys()].filter((place) => !after.has(place) && !place.startsWith(REDIS));
  const other = [...after].filter(([place, print]) => before.get(place) !== print).map(([place]) => place);
  return [...gone, ...other];
}

const REDIS = 'redis ';

async function documents(databases: Databases, app: AppId): Promise<[string, string][]> {
  return (await documentsOf(databases, app)).map(({ place, document }) => [place, printOf(document)]);
}

/** Each document of each database, and where it is. */
export async function everyDocument(databases: Databases) {
  return (await Promise.all(apps.map(({ id }) => documentsOf(databases, id)))).flat();
}

async function documentsOf({ collections, find }: Databases, app: AppId) {
  if (appOf(app).database === undefined) return [];
  const found = (await collections(app)).map(async (name) =>
    (await find(app, name, {})).map((document) => ({ place: `${app} ${name} ${document._id}`, document })),
  );
  return (await Promise.all(found)).flat();
}

async function valuesOfRedis(pattern: string): Promise<[string, string][]> {
  // Of streams the length must do: who has read how far moves by itself.
  const values = await everyValue((key) => ['XLEN', key], pattern);
  return values.flatMap(({ key, value }): [string, string][] =>
    hasExpired(value) ? [] : [[`${REDIS}${key}`, printOf(value)]],
  );
}

/**
 * Each value of Redis.
 * @param readingStream the command that reads what is wanted of a stream
 * @param pattern of the keys; all by default
 */
export async function everyValue(readingStream: (key: string) => string[], pattern = '*') {
  const ask = (...commands: string[][]) => askRedis(runningPlatform().redis, 0, ...commands);
  const [keys] = (await ask(['KEYS', pattern])) as [string[]];
  const types = await ask(...keys.map((key) => ['TYPE', key]));
  const values = await ask(...keys.map((key, place) => reading(key, types[place], readingStream)));
  return keys.map((key, place) => ({ key, value: values[place] }));
}

/** Between the two questions; a hash is never empty otherwise. */
function hasExpired(value: RedisValue): boolean {
  return value === undefined || (Array.isArray(value) && value.length === 0);
}

function reading(key: string, type: RedisValue, readingStream: (key: string) => string[]): string[] {
  if (type === 'hash') return ['HGETALL', key];
  if (type === 'stream') return readingStream(key);
  if (type === 'none') return ['GET', key]; // it has expired since it was listed
  throw new Error(`${key} is stored as ${type}, of which nobody has thought here`);
}

function printOf(value: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(value) ?? '')
    .digest('base64url');
}
