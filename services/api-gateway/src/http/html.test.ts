import { expect, test } from '@jest/globals';
import { html, joined } from './html.ts';

test('values are escaped, in text and in attributes', () => {
  const value = `<script>"&'`;
  const escaped = '&lt;script&gt;&quot;&amp;&#39;';
  expect(html`<a title="${value}">${value}</a>`.markup).toBe(`<a title="${escaped}">${escaped}</a>`);
});

test('markup stands as it is, alone and in lists', () => {
  const items = ['<1>', '<2>'].map((text) => html`<li>${text}</li>`);
  expect(html`<ul>${items}</ul>`.markup).toBe('<ul><li>&lt;1&gt;</li><li>&lt;2&gt;</li></ul>');
});

test('nothing is nothing, and zero is a number', () => {
  expect(html`<p>${undefined}${0}</p>`.markup).toBe('<p>0</p>');
});

test('parts are joined by what is escaped too', () => {
  expect(html`${joined([html`<b>a</b>`, 'b'], ' & ')}`.markup).toBe('<b>a</b> &amp; b');
});
