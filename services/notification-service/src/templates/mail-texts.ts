import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { mailTemplates, type TemplateName } from '../domain/mail-templates.ts';

/** Languages in which mails can be written. The reader's own choice comes with mail preferences. */
export const languages = ['en'] as const;
export type Language = (typeof languages)[number];
export const defaultLanguage: Language = 'en';

const names = Object.keys(mailTemplates) as TemplateName[];
/** A text by its name, for each mail and for all of them; no mail may be missing, and none too many. */
const Locale = z.record(z.enum(['common', ...names]), z.record(z.string(), z.string()));

/** The texts of a language by mail, from `locales/`; those of `common` are in every mail. */
export function readTexts(language: Language): Readonly<Record<TemplateName, Readonly<Record<string, string>>>> {
  const file = new URL(`../../locales/${language}.json`, import.meta.url);
  const { common, ...texts } = Locale.parse(JSON.parse(readFileSync(file, 'utf8')));
  return Object.fromEntries(names.map((name) => [name, { ...common, ...texts[name] }])) as ReturnType<typeof readTexts>;
}
