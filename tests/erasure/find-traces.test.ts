import { expect, test } from '@jest/globals';
import { findTraces } from './find-traces.ts';

const NAME = 'Zéphyrine "Zed" O’Quill';
const ADDRESS = 'Zephyrine.Quill+1@canary.example.com';
const inBase64 = (text: string) => Buffer.from(text).toString('base64');

test.each([
  ['as it is', `x${ADDRESS}x`],
  ['in small letters', ADDRESS.toLowerCase()],
  ['in capital letters', ADDRESS.toUpperCase()],
  ['URL-encoded', `?to=${encodeURIComponent(ADDRESS)}`],
  ['as a form', new URLSearchParams({ to: ADDRESS }).toString()],
  ['in a JSON string within JSON', JSON.stringify({ body: JSON.stringify({ email: ADDRESS }) })],
  ['in hexadecimal', Buffer.from(`to ${ADDRESS}`).toString('hex')],
  ['in base64', inBase64(`${ADDRESS} and more`)],
  ['in base64 after one byte', inBase64(`x${ADDRESS} and more`)],
  ['in base64 after two bytes', inBase64(`xy${ADDRESS}`)],
  ['in base64url', Buffer.from(`{"email":"${ADDRESS}"}`).toString('base64url')],
  ['in base64, in small letters', inBase64(`"${ADDRESS.toLowerCase()}"`)],
])('an address is found %s', (_, text) => {
  expect(findTraces([ADDRESS], [{ place: 'here', text }])).toEqual([`${ADDRESS} in here`]);
});

test.each([
  ['in JSON', JSON.stringify({ firstName: NAME })],
  ['in JSON within JSON', JSON.stringify(JSON.stringify({ firstName: NAME }))],
  ['URL-encoded', encodeURIComponent(NAME)],
  ['in base64', inBase64(JSON.stringify([NAME.toLowerCase()]).slice(1)).slice(0, 2) + inBase64(NAME)],
])('a name with quotes and letters beyond ASCII is found %s', (_, text) => {
  expect(findTraces([NAME], [{ place: 'here', text }])).toEqual([`${NAME} in here`]);
});

test('others are not, and each trace is told once', () => {
  const texts = [
    { place: 'here', text: 'zephyr@example.com' },
    { place: 'there', text: `${ADDRESS} ${ADDRESS}` },
    { place: 'there', text: ADDRESS },
  ];
  expect(findTraces([ADDRESS, NAME], texts)).toEqual([`${ADDRESS} in there`]);
});
