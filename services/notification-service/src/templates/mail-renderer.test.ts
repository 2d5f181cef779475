import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import mustache from 'mustache';
import { compiledFile, compileMail, mailSources } from '../../scripts/compile-mail.ts';
import { type MailValues, mailTemplates, type TemplateName } from '../domain/mail-templates.ts';
import { MailRenderer } from './mail-renderer.ts';
import { languages, readTexts } from './mail-texts.ts';

const names = Object.keys(mailTemplates) as TemplateName[];
const examples: { [Name in TemplateName]: MailValues[Name] } = {
  otp: { code: '048213', minutes: 5 },
  'password-reset': { firstName: 'Asha', link: 'https://site.example/reset-password#token=abc', minutes: 60 },
  welcome: { firstName: 'Asha', link: 'https://site.example/courses' },
  'password-changed': {
    firstName: 'Asha',
    changedAt: '5 March 2026 at 14:03 UTC',
    link: 'https://site.example/forgot-password',
  },
};

/** What a mail client shows for an HTML text or attribute. */
const decoded = (html: string) =>
  html.replaceAll(/&#x([0-9A-F]+);|&#(\d+);|&(lt|gt|amp|quot);/g, (_, hexadecimal, decimal, name: string) => {
    const named = { lt: '<', gt: '>', amp: '&', quot: '"' }[name];
    return named ?? String.fromCodePoint(Number.parseInt(hexadecimal ?? decimal, hexadecimal === undefined ? 10 : 16));
  });

/** Names of all mustache tags in a template. */
function tagsOf(template: string): string[] {
  return mustache
    .parse(template)
    .filter(([kind]) => kind !== 'text')
    .map(([, name]) => name);
}

describe('mails', () => {
  const renderer = new MailRenderer();

  test('every mail has a source, and every source is a mail', () => {
    expect(mailSources()).toEqual([...names].sort());
  });

  test.each(names)('the compiled %s is what its source makes now (else: npm run build:mails)', async (name) => {
    expect(readFileSync(compiledFile(name), 'utf8')).toBe(await compileMail(name));
  });

  test.each(languages.flatMap((language) => names.map((name) => [name, language] as const)))(
    'every tag of %s has its text or value in "%s"',
    (name, language) => {
      const texts = readTexts(language)[name];
      const known = ['language', ...Object.keys(examples[name]), ...Object.keys(texts).map((key) => `text.${key}`)];
      const html = readFileSync(compiledFile(name), 'utf8');
      const text = readFileSync(new URL(`../../templates/${name}.txt.mustache`, import.meta.url), 'utf8');
      const used = [...tagsOf(html), ...tagsOf(text), 'text.subject'];
      expect(used.filter((tag) => !known.includes(tag))).toEqual([]);

      const usedTexts = used.filter((tag) => tag.startsWith('text.')).map((tag) => tag.slice('text.'.length));
      const inTexts = usedTexts.flatMap((key) => tagsOf(texts[key] ?? ''));
      expect(inTexts.filter((tag) => !Object.keys(examples[name]).includes(tag))).toEqual([]);
    },
  );

  test.each(names)('no value goes unescaped into the HTML of %s', (name) => {
    expect(readFileSync(compiledFile(name), 'utf8')).not.toMatch(/\{\{\{|\{\{&/);
  });

  test('the code stands in both versions', () => {
    const { subject, html, text } = renderer.render('otp', examples.otp);
    expect(html).toContain('>048213<');
    expect(text).toContain('048213');
    expect(text).toContain('5\u00a0min');
    expect(subject).not.toContain('048213');
  });

  test('the reset mail has its link as a button and to copy', () => {
    const { html, text } = renderer.render('password-reset', examples['password-reset']);
    const link = 'https://site.example/reset-password#token=abc';
    expect([...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => decoded(href ?? ''))).toEqual([link, link]);
    expect(decoded(html)).toContain(`>${link}</a>`);
    expect(text).toContain(`\n${link}\n`);
  });

  test('the welcome mail greets by first name', () => {
    const { html, text } = renderer.render('welcome', examples.welcome);
    expect(html).toContain('Hi Asha,');
    expect(text).toContain('Hi Asha,');
  });

  test('the password mail says when, and what to do if it was somebody else', () => {
    const { html, text } = renderer.render('password-changed', examples['password-changed']);
    for (const version of [html, text]) expect(version).toContain('5 March 2026 at 14:03 UTC');
    expect(text).toContain('If that was not you');
    expect(text).toContain('https://site.example/forgot-password');
  });

  test('a name is text in HTML, never markup', () => {
    const firstName = `<img src=x onerror="alert('1')">&`;
    const { html, text } = renderer.render('welcome', { ...examples.welcome, firstName });
    expect(html).not.toContain('<img');
    expect(decoded(html)).toContain(`Hi ${firstName},`);
    expect(text).toContain(`Hi ${firstName},`);
  });

  test('a name cannot bring in other values by mustache tags', () => {
    const values = { ...examples['password-reset'], firstName: '{{link}}{{{link}}}' };
    const { html, text } = renderer.render('password-reset', values);
    expect(decoded(html)).toContain('Hi {{link}}{{{link}}},');
    expect(text).toContain('Hi {{link}}{{{link}}},');
  });

  test('a link cannot leave its attribute', () => {
    const { html } = renderer.render('welcome', { firstName: 'Asha', link: 'https://x.example/"><script>' });
    expect(html).not.toContain('<script>');
  });
});
