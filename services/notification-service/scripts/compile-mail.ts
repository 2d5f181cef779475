import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import mjml2html from 'mjml';

const sources = new URL('../templates/', import.meta.url);

/** Names of the mails that have a source. */
export function mailSources(): string[] {
  return readdirSync(sources)
    .filter((file) => file.endsWith('.mjml'))
    .map((file) => basename(file, '.mjml'))
    .sort();
}

export function compiledFile(name: string): URL {
  return new URL(`../src/templates/compiled/${name}.html.mustache`, import.meta.url);
}

/** Turns a mail's MJML into HTML that mail clients understand; mustache tags pass through. @throws on any MJML mistake */
export async function compileMail(name: string): Promise<string> {
  const source = new URL(`${name}.mjml`, sources);
  const { html } = await mjml2html(readFileSync(source, 'utf8'), {
    filePath: fileURLToPath(source),
    ignoreIncludes: false,
    validationLevel: 'strict',
    fonts: {},
    keepComments: false,
  });
  return `${html.trim()}\n`;
}
