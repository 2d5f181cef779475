export interface DateSpan {
  /** `YYYY-MM-DD`, both included. */
  readonly from: string;
  readonly to: string;
}

/** The first of this month up to today, as days are counted in India. */
export function thisMonth(now: Date): DateSpan {
  const to = dayInIndia(now);
  return { from: `${to.slice(0, 7)}-01`, to };
}

/** Whether both are days, and in order. */
export function isDateSpan({ from, to }: DateSpan): boolean {
  const isDay = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
  return isDay(from) && isDay(to) && from <= to;
}

function dayInIndia(now: Date): string {
  const parts = { timeZone: 'Asia/Kolkata', year: 'numeric', month: '2-digit', day: '2-digit' } as const;
  return new Intl.DateTimeFormat('en-CA', parts).format(now);
}
