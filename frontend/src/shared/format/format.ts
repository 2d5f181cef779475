import type { Money } from '@studynotion/contracts';

/** Formats values for people who read `locale`. */
export function formatter(locale: string) {
  const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric' });
  // A calendar date is the same everywhere: read it as UTC, write it as UTC.
  const calendarDay = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
  const month = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' });
  const shortMonth = new Intl.DateTimeFormat(locale, { month: 'short', timeZone: 'UTC' });
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const languages = new Intl.DisplayNames(locale, { type: 'language' });
  const hours = new Intl.NumberFormat(locale, { style: 'unit', unit: 'hour', unitDisplay: 'short' });
  const minutesOnly = new Intl.NumberFormat(locale, { style: 'unit', unit: 'minute', unitDisplay: 'short' });
  return {
    money: ({ amount, currency }: Money) =>
      new Intl.NumberFormat(locale, { style: 'currency', currency, trailingZeroDisplay: 'stripIfInteger' }).format(
        amount / 100,
      ),
    day: (instant: string) => day.format(new Date(instant)),
    calendarDay: (date: string) => calendarDay.format(new Date(date)),
    number: (value: number) => value.toLocaleString(locale),
    /** Whole minutes, at least one, and hours where there are some. */
    duration: (seconds: number) => {
      const total = Math.max(1, Math.round(seconds / 60));
      const parts = [
        ...(total >= 60 ? [hours.format(Math.floor(total / 60))] : []),
        ...(total % 60 > 0 ? [minutesOnly.format(total % 60)] : []),
      ];
      return parts.join(' ');
    },
    /** Of `YYYY-MM`. */
    month: (name: string) => month.format(new Date(`${name}-01`)),
    shortMonth: (name: string) => shortMonth.format(new Date(`${name}-01`)),
    moment: (instant: string) => moment.format(new Date(instant)),
    language: (tag: string) => languages.of(tag) ?? tag,
  };
}

/** Whole minutes it takes to read or watch something, at least one. */
export function minutes(lecture: { readonly readingSeconds?: number; readonly durationSeconds?: number }): number {
  return Math.max(1, Math.round((lecture.readingSeconds ?? lecture.durationSeconds ?? 0) / 60));
}

/** Without names where the account was deleted. */
export interface PersonNames {
  readonly firstName?: string;
  readonly lastName?: string;
}

/** First and last name; undefined where there are none. */
export function fullName({ firstName, lastName }: PersonNames): string | undefined {
  return firstName === undefined || lastName === undefined ? undefined : `${firstName} ${lastName}`;
}

/** The first letters of a name, as a picture of somebody without one. */
export function initials({ firstName = '', lastName = '' }: PersonNames): string {
  return [firstName, lastName].map((name) => [...name.trim()][0]?.toLocaleUpperCase() ?? '').join('');
}
