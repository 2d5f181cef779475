/** A part in whole percent of all; 0 where there is nothing. */
export function shareOf(part: number, all: number): number {
  return all === 0 ? 0 : Math.round((part / all) * 100);
}
