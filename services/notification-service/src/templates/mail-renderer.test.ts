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
  receipt: {
    firstName: 'Asha',
    orderId: '65f0c0ffee0000000000beef',
    paidAt: '5 March 2026 at 14:03 UTC',
    items: [
      { title: 'Calm code', price: '₹499.00' },
      { title: 'हिन्दी में प्रोग्रामिंग', price: '₹1,23,456.00' },
    ],
    total: '₹1,23,955.00',
    link: 'https://site.example/dashboard/courses',
  },
  enrolment: { firstName: 'Asha', items: [{ title: 'Calm code' }], link: 'https://site.example/dashboard/courses' },
  'payment-failed': {
    firstName: 'Asha',
    items: [{ title: 'Calm code', price: '₹499.00' }],
    total: '₹499.00',
    reason: 'Your bank declined it.',
    link: 'https://site.example/dashboard/orders',
  },
  refund: {
    firstName: 'Asha',
    orderId: '65f0c0ffee0000000000beef',
    amount: '₹499.00',
    refundedAt: '5 March 2026 at 14:03 UTC',
    isSurplus: true,
    link: 'https://site.example/dashboard/orders',
  },
  'instructor-approved': { firstName: 'Asha', link: 'https://site.example/dashboard' },
  'instructor-declined': { firstName: 'Asha', link: 'https://site.example/contact' },
  review: {
    firstName: 'Asha',
    courseTitle: 'Calm code',
    rating: 4,
    comment: 'Clear and calm.\nI liked the exercises.',
    link: 'https://site.example/dashboard',
  },
  'account-deleted': {
    firstName: 'Asha',
    deletedAt: '5 March 2026 at 14:03 UTC',
    link: 'https://site.example/erasures/abc',
  },
  contact: {
    name: 'Asha Rao',
    email: 'asha@example.org',
    phone: '+91 98765 43210',
    message: 'Hello,\n\nwhen does the next course begin?',
  },
  'contact-confirmation': {},
};

/** What a mail client shows for an HTML text or attribute. */
const decoded = (html: string) =>
  html.replaceAll(/&#x([0-9A-F]+);|&#(\d+);|&(lt|gt|amp|quot);/g, (_, hexadecimal, decimal, name: string) => {
    const named = { lt: '<', gt: '>', amp: '&', quot: '"' }[name];
    return named ?? String.fromCodePoint(Number.parseInt(hexadecimal ?? decimal, hexadecimal === undefined ? 10 : 16));
  });

type Tokens = ReturnType<typeof mustache.parse>;

/** Names of all mustache tags in a template, also of those within sections. */
function tagsOf(template: string): string[] {
  const namesIn = (tokens: Tokens): string[] =>
    tokens
      .filter(([kind]) => kind !== 'text')
      .flatMap(([, name, , , inner]) => [name, ...(Array.isArray(inner) ? namesIn(inner) : [])]);
  return namesIn(mustache.parse(template));
}

/** Names of a mail's values, and of what its lists hold. */
function valuesOf(name: TemplateName): string[] {
  const lists = Object.values(examples[name]).filter((value) => Array.isArray(value));
  return [...Object.keys(examples[name]), ...lists.flatMap(([first]) => Object.keys(first ?? {}))];
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
      const known = ['language', ...valuesOf(name), ...Object.keys(texts).map((key) => `text.${key}`)];
      const html = readFileSync(compiledFile(name), 'utf8');
      const text = readFileSync(new URL(`../../templates/${name}.txt.mustache`, import.meta.url), 'utf8');
      const used = [...tagsOf(html), ...tagsOf(text), 'text.subject'];
      expect(used.filter((tag) => !known.includes(tag))).toEqual([]);

      const usedTexts = used.filter((tag) => tag.startsWith('text.')).map((tag) => tag.slice('text.'.length));
      const inTexts = usedTexts.flatMap((key) => tagsOf(texts[key] ?? ''));
      expect(inTexts.filter((tag) => !valuesOf(name).includes(tag))).toEqual([]);
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

  test('the receipt lists every course with its price, and the total', () => {
    const { html, text } = renderer.render('receipt', examples.receipt);
    for (const version of [decoded(html), text])
      for (const shown of ['Calm code', 'हिन्दी में प्रोग्रामिंग', '₹499.00', '₹1,23,456.00', '₹1,23,955.00'])
        expect(version).toContain(shown);
    expect(text).toContain('- Calm code  ₹499.00\n- हिन्दी');
  });

  test.each(['review', 'contact'] as const)(
    'what somebody else wrote is text in the HTML of %s, with its lines',
    (name) => {
      const evil = '<script>alert(1)</script>\n<a href="https://evil.example">{{{link}}}</a>';
      const { html, text } =
        name === 'review'
          ? renderer.render(name, { ...examples.review, comment: evil, courseTitle: evil })
          : renderer.render(name, { ...examples.contact, message: evil, name: evil, email: '"><b>@evil.example' });
      expect(html).not.toContain('<script');
      expect(html).not.toContain('<a href="https://evil');
      expect(html).not.toContain('<b>');
      expect(decoded(html)).toContain(evil);
      expect(text).toContain(evil);
    },
  );

  test.each([
    ['payment-failed', 'The payment provider says'],
    ['account-deleted', 'the only key'],
  ] as const)('%s leaves out what is not known', (name, words) => {
    const { reason: _reason, ...failed } = examples['payment-failed'];
    const { link: _link, ...deleted } = examples['account-deleted'];
    const { html, text } = name === 'payment-failed' ? renderer.render(name, failed) : renderer.render(name, deleted);
    for (const version of [html, text]) expect(version).not.toContain(words);
    expect(html).not.toContain('href=""');
  });

  test('the confirmation of a message holds nothing that its sender typed', () => {
    const { html, text } = renderer.render('contact-confirmation', {});
    for (const version of [html, text]) expect(version).not.toMatch(/Hi /);
  });

  test('a link cannot leave its attribute', () => {
    const { html } = renderer.render('welcome', { firstName: 'Asha', link: 'https://x.example/"><script>' });
    expect(html).not.toContain('<script>');
  });
});
