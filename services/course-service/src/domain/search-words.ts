/** Latin letters lose their accents; the signs of other scripts belong to their words and stay. */
const ACCENTS = /[\u0300-\u036f]/g;
const WORD = /[\p{L}\p{N}\p{M}]+/gu;
const LONGEST_WORD = 40;
const MOST_WORDS = 300;
const MOST_ASKED = 8;

function wordsOf(text: string): readonly string[] {
  const plain = text.normalize('NFKD').replaceAll(ACCENTS, '').normalize('NFC').toLowerCase();
  return (plain.match(WORD) ?? []).map((word) => word.slice(0, LONGEST_WORD));
}

/** The words a course is found by: of its title and tags first, then of its summary, each once. */
export function searchWords(course: {
  readonly title: string;
  readonly tags: readonly string[];
  readonly summary: string;
}): readonly string[] {
  return [...new Set(wordsOf([course.title, ...course.tags, course.summary].join(' ')))].slice(0, MOST_WORDS);
}

/** What somebody asks for, as beginnings of such words; only letters and digits are left, no pattern can be among them. */
export function askedWords(question: string): readonly string[] {
  return [...new Set(wordsOf(question))].slice(0, MOST_ASKED);
}
