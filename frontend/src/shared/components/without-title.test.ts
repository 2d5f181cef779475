import { describe, expect, test } from '@jest/globals';
import { withoutTitle } from './without-title.ts';

describe('the text of a lecture', () => {
  test.each(['# Pipes\n\nText', '\n## Pipes ##\n\nText', '# Pipes \nText'])(
    '%j loses the heading that is its title',
    (text) => {
      expect(withoutTitle(text, 'Pipes').trim()).toBe('Text');
    },
  );

  test.each(['# Other\n\nText', 'Text\n\n# Pipes\n', '#Pipes\n', '### Pipes\n', 'Pipes\n=====\n', ''])(
    '%j stays as it is',
    (text) => {
      expect(withoutTitle(text, 'Pipes')).toBe(text);
    },
  );

  test('may be nothing but its title', () => {
    expect(withoutTitle('# Pipes', 'Pipes')).toBe('');
  });
});
