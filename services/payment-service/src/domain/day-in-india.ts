/** India has one offset all year, UTC+5:30. */
const OFFSET_MILLISECONDS = 5.5 * 3600 * 1000;

/** The calendar day, `YYYY-MM-DD`, that a moment falls on in India. */
export function dayInIndia(moment: Date): string {
  return new Date(moment.getTime() + OFFSET_MILLISECONDS).toISOString().slice(0, 10);
}
