import { z } from 'zod';

/** Identifier of an aggregate: 24 lower-case hexadecimal digits. */
export const Id = z
  .string()
  .regex(/^[0-9a-f]{24}$/, 'must be an id of 24 hexadecimal digits')
  .meta({ id: 'Id' });
export type Id = z.infer<typeof Id>;

/** Number of an aggregate's state; every write that others may see raises it by one. */
export const Version = z.int().min(1);

/** A point in time, ISO 8601 in UTC. */
export const Instant = z.iso.datetime();

/** A date without a time, `YYYY-MM-DD`. */
export const CalendarDate = z.iso.date();

/** An amount in paise (1/100 rupee) and its currency. */
export const Money = z.strictObject({ amount: z.int().min(0).max(100_000_000_00), currency: z.literal('INR') });
export type Money = z.infer<typeof Money>;

/** A sum of amounts in and out, in paise; it may be below zero. */
export const Balance = z.strictObject({ amount: z.int(), currency: z.literal('INR') });
export type Balance = z.infer<typeof Balance>;

/** As typed by its owner; equality is decided on `normalizeEmail`. Lengths are those of mail servers (RFC 5321, 4.5.3.1). */
export const EmailAddress = z
  .email('must be an e-mail address')
  .max(254)
  .refine((address) => address.indexOf('@') <= 64, 'must have at most 64 characters before the @');

/** The form of an e-mail address that decides whether two are the same. */
export function normalizeEmail(email: string): string {
  return email.normalize('NFKC').toLowerCase();
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this pattern refuses
const NO_CONTROL_CHARACTERS = /^[^\u0000-\u001f\u007f]*$/;

/** Blanks around a text are taken away before it is measured, which its schema cannot tell otherwise. */
function notBlank(minimum: number) {
  return minimum === 0 ? {} : { allOf: [{ pattern: '\\S' }] };
}

/** One line of text by a person, trimmed, without control characters. */
export function line(maximum: number, minimum = 1) {
  return z
    .string()
    .trim()
    .min(minimum)
    .max(maximum)
    .regex(NO_CONTROL_CHARACTERS, 'must be one line of text')
    .meta(notBlank(minimum));
}

/** Text by a person in a language of its own, as Markdown or a search, trimmed. */
export function freeText(maximum: number, minimum = 1) {
  return z.string().trim().min(minimum).max(maximum).meta(notBlank(minimum));
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this pattern refuses
const LINES_OF_TEXT = /^[^\u0000-\u0008\u000b-\u001f\u007f]*$/;

/** Plain text of one or more lines by a person, trimmed; of control characters only tabs and line breaks, those as `\n`. */
export function paragraphs(maximum: number, minimum = 1) {
  return z
    .string()
    .overwrite((text) => text.replaceAll(/\r\n?/g, '\n'))
    .trim()
    .min(minimum)
    .max(maximum)
    .regex(LINES_OF_TEXT, 'must be plain text')
    .meta(notBlank(minimum));
}

export const PersonName = line(50);
export const ContactNumber = z
  .string()
  .regex(/^\s*(?:\+[0-9 ()-]|[0-9()-])[0-9 ()-]{4,18}[0-9()-]\s*$/, 'must be a telephone number')
  .trim();

export const Slug = z
  .string()
  .regex(/^[\p{L}\p{N}\p{M}]+(?:-[\p{L}\p{N}\p{M}]+)*$/u, 'must be a slug')
  .max(120);

export const Role = z.enum(['student', 'instructor', 'administrator']);
export type Role = z.infer<typeof Role>;

/** Query of every list: how many, and where to go on. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().max(300).optional(),
};

/** Answer of every list; without `nextCursor` it was the last page. */
export function page<Item extends z.ZodType>(item: Item) {
  return z.strictObject({ items: z.array(item), nextCursor: z.string().optional() });
}
