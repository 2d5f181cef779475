interface Titled {
  readonly title: string;
}

/**
 * Finds for each new item the old one that it continues, so that ids and all that hangs on them stay:
 * first the same title (at the same place before any other), then what is left at the same place, which was renamed.
 */
export function matchByTitle<Old extends Titled>(
  olds: readonly Old[],
  news: readonly Titled[],
): readonly (Old | undefined)[] {
  const free = new Set(olds);
  const matches = new Array<Old | undefined>(news.length).fill(undefined);
  const pass = (find: (item: Titled, place: number) => Old | undefined): void => {
    news.forEach((item, place) => {
      const old = matches[place] === undefined ? find(item, place) : undefined;
      if (old === undefined || !free.delete(old)) return;
      matches[place] = old;
    });
  };
  const at = (place: number) => olds[place];
  pass((item, place) => (at(place)?.title === item.title ? at(place) : undefined));
  pass((item) => [...free].find((old) => old.title === item.title));
  pass((_item, place) => at(place));
  return matches;
}
