import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { problems } from '@studynotion/contracts';

test.each([...Object.keys(problems), 'network.unreachable', 'answer.unreadable'])('%s has a text', (code) => {
  const file = new URL('../../locales/en/problems.json', import.meta.url);
  const texts = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Record<string, string>>;
  const [group = '', name = ''] = code.split('.');
  expect(texts[group]?.[name]).toMatch(/\.$|\?$/);
});
