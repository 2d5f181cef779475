/** The text of a lecture without a first heading that repeats the title, for the page shows that already. */
export function withoutTitle(markdown: string, title: string): string {
  const [, heading, rest] = /^\s*#{1,2}[ \t]+(.+?)[ \t]*#*[ \t]*(?:\n([\s\S]*))?$/.exec(markdown) ?? [];
  return heading?.trim() === title.trim() ? (rest ?? '') : markdown;
}
