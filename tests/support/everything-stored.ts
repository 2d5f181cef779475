import { createHash } from 'node:crypto';
import { apps } from '@studynotion/platform';
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
  return new Map([...(await documents(databases)), ...(await valuesOfRedis())]);
}

/** What was added or is different. What is gone counts in the databases only: in the state store it has expired. */
export function differences(before: Stored, after: Stored): string[] {
  const gone = [...before.keys()].filter((place) => !after.has(place) && !place.startsWith(REDIS));
  const other = [...after].filter(([place, print]) => before.get(place) !== print).map(([place]) => place);
  return [...gone, ...other];
}

const REDIS = 'redis ';

async function documents(databases: Databases): Promise<[string, string][]> {
  return (await everyDocument(databases)).map(({ place, document }) => [place, printOf(document)]);
}

/** Each document of each database, and where it is. */
export async function everyDocument({ collections, find }: Databases) {
  const withDatabase = apps.filter(({ database }) => database !== undefined);
  const all = withDatabase.map(async ({ id }) => {
    const found = (await collections(id)).map(async (name) =>
      (await find(id, name, {})).map((document) => ({ place: `${id} ${name} ${document._id}`, document })),
    );
    return (await Promise.all(found)).flat();
  });
  return (await Promise.all(all)).flat();
}

async function valuesOfRedis(): Promise<[string, string][]> {
  // Of streams the length must do: who has read how far moves by itself.
  const values = await everyValue((key) => ['XLEN', key]);
  return values.flatMap(({ key, value }): [string, string][] =>
    hasExpired(value) ? [] : [[`${REDIS}${key}`, printOf(value)]],
  );
}

/** Each value of Redis. @param readingStream the command that reads what is wanted of a stream */
export async function everyValue(readingStream: (key: string) => string[]) {
  const ask = (...commands: string[][]) => askRedis(runningPlatform().redis, 0, ...commands);
  const [keys] = (await ask(['KEYS', '*'])) as [string[]];
  const types = await ask(...keys.map((key) => ['TYPE', key]));
  const read: { readonly key: string; readonly value: RedisValue }[] = [];
  for (const [place, key] of keys.entries()) {
    const [value] = await ask(reading(key, types[place], readingStream));
    read.push({ key, value });
  }
  return read;
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
