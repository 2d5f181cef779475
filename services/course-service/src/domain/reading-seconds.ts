const WORDS_PER_MINUTE = 200;
/** A run of letters and digits; marks of Markdown are no words. */
const WORD = /[\p{L}\p{N}\p{M}]+(?:['’-][\p{L}\p{N}\p{M}]+)*/gu;

/** How long a person reads at a Markdown text, in whole seconds; at least one. */
export function readingSeconds(markdown: string): number {
  const words = markdown.match(WORD)?.length ?? 0;
  return Math.max(1, Math.ceil((words * 60) / WORDS_PER_MINUTE));
}
