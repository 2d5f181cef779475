import type { Id } from '@studynotion/contracts';

const LONGEST = 80;
const RUN = /[\p{L}\p{N}\p{M}]+/gu;

/**
 * Addresses for a title, best first; the second is nobody else's. Letters and digits of any script stay as they are;
 * a title without any gives the id.
 */
export function slugsFor(title: string, id: Id): readonly [string, string] {
  const runs = title.normalize('NFKC').toLowerCase().match(RUN) ?? [];
  const short = runs.reduce((slug, run) => (slug.length + run.length < LONGEST ? `${slug}-${run}` : slug), '').slice(1);
  const slug = short === '' ? (runs[0] ?? id).slice(0, LONGEST) : short;
  return [slug, `${slug}-${id}`];
}
