import type { Money } from '@studynotion/contracts';

const moment = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'long',
  timeStyle: 'short',
  hourCycle: 'h23',
  timeZone: 'UTC',
});
const rupees = new Intl.NumberFormat('en-IN', { style: 'currency', currency: 'INR' });

/** In UTC and saying so, for where the reader is nobody knows here. */
export function inWords(date: Date): string {
  return `${moment.format(date)} UTC`;
}

/** Paise as rupees, e.g. ₹1,23,456.00. */
export function priceInWords({ amount }: Money): string {
  return rupees.format(amount / 100);
}
