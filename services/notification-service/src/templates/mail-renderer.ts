import { readFileSync } from 'node:fs';
import mustache from 'mustache';
import { type MailValues, mailTemplates, type TemplateName } from '../domain/mail-templates.ts';
import type { MailContent } from '../domain/mailer.ts';
import { defaultLanguage, type Language, languages, readTexts } from './mail-texts.ts';

const names = Object.keys(mailTemplates) as TemplateName[];
const plain = { escape: String };

/** Writes mails: texts of a language and values into compiled templates, as HTML (escaped) and as plain text. */
export class MailRenderer {
  /** Read once, so that a missing file ends the start and not the first mail. */
  readonly #texts = new Map(languages.map((language) => [language, readTexts(language)]));
  readonly #html = new Map(names.map((name) => [name, read(`./compiled/${name}.html.mustache`)]));
  readonly #plain = new Map(names.map((name) => [name, read(`../../templates/${name}.txt.mustache`)]));

  render<Name extends TemplateName>(
    name: Name,
    values: MailValues[Name],
    language: Language = defaultLanguage,
  ): MailContent {
    // Texts take their values as they are; what comes out is escaped once, where it goes into HTML.
    const text = Object.fromEntries(
      Object.entries(this.#texts.get(language)?.[name] ?? {}).map(([key, pattern]) => [
        key,
        mustache.render(pattern, values, undefined, plain),
      ]),
    );
    const view = { ...values, language, text };
    return {
      subject: text.subject ?? '',
      html: mustache.render(this.#html.get(name) ?? '', view),
      text: mustache.render(this.#plain.get(name) ?? '', view, undefined, plain),
    };
  }
}

function read(path: string): string {
  return readFileSync(new URL(path, import.meta.url), 'utf8');
}
