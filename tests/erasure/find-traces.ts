/** A text, and where it stands: a document, a value of the state store, a log. */
export interface StoredText {
  readonly place: string;
  readonly text: string;
}

/**
 * Looks for words in any case and in the ways in which texts are carried: as they are, in JSON strings within JSON,
 * URL-encoded, in hexadecimal, and in base64 and base64url wherever in it they begin.
 * @returns `<word> in <place>` for each trace, each once
 */
export function findTraces(words: readonly string[], texts: Iterable<StoredText>): readonly string[] {
  const sought = words.map((word) => ({ word, anyCase: anyCaseForms(word), exact: exactForms(word) }));
  const found = new Set<string>();
  for (const { place, text } of texts) {
    const lower = text.toLowerCase();
    for (const { word, anyCase, exact } of sought)
      if (anyCase.some((form) => lower.includes(form)) || exact.some((form) => text.includes(form)))
        found.add(`${word} in ${place}`);
  }
  return [...found];
}

function anyCaseForms(word: string): readonly string[] {
  const inJson = JSON.stringify(word).slice(1, -1);
  const forms = [
    word,
    word.normalize('NFKC'),
    inJson,
    JSON.stringify(inJson).slice(1, -1),
    encodeURIComponent(word),
    new URLSearchParams({ word }).toString().slice('word='.length),
    Buffer.from(word).toString('hex'),
    Buffer.from(word.toLowerCase()).toString('hex'),
  ];
  return [...new Set(forms.map((form) => form.toLowerCase()))];
}

/** Base64 has case, so what is sought must have the one it was written in: as it was typed, or in small letters. */
function exactForms(word: string): readonly string[] {
  return [word, word.toLowerCase()].flatMap((form) => [0, 1, 2].flatMap((shift) => base64Forms(form, shift)));
}

/** The digits that stand for the word alone, where so many bytes come before it in their group of three. */
function base64Forms(word: string, shift: number): readonly string[] {
  const digits = Buffer.from('\0'.repeat(shift) + word)
    .toString('base64')
    .replaceAll('=', '');
  // The first digits tell of what came before as well, the last of what comes after.
  const inner = digits.slice(shift === 0 ? 0 : shift + 1, -1);
  return [inner, inner.replaceAll('+', '-').replaceAll('/', '_')];
}
