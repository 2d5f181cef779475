import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { installationNamed, within } from '@studynotion/local';
import type { Databases } from '../support/databases.ts';
import { everyDocument, everyValue } from '../support/everything-stored.ts';
import { testInstance } from '../support/running-platform.ts';
import type { StoredText } from './find-traces.ts';

/** The mail server and the providers are others, who have their own reasons to know somebody. */
const OTHERS_LOGS = ['sandbox.log'];

/** All that the platform keeps, as texts: documents, state store, topics with every event in them, and logs. */
export async function everyStoredText(databases: Databases): Promise<readonly StoredText[]> {
  return [...(await documents(databases)), ...(await values()), ...logs()];
}

async function documents(databases: Databases): Promise<StoredText[]> {
  return (await everyDocument(databases)).map(({ place, document }) => ({ place, text: JSON.stringify(document) }));
}

async function values(): Promise<StoredText[]> {
  const found = await everyValue((key) => ['XRANGE', key, '-', '+']);
  return found.map(({ key, value }) => ({ place: `redis ${key}`, text: `${key} ${JSON.stringify(value)}` }));
}

function logs(): StoredText[] {
  const folder = within(installationNamed(testInstance), 'logs');
  return readdirSync(folder)
    .filter((file) => !OTHERS_LOGS.includes(file))
    .map((file) => ({ place: `log ${file}`, text: readFileSync(join(folder, file), 'utf8') }));
}
