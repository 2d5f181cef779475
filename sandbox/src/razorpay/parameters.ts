import { z } from 'zod';
import { invalidInput, RazorpayError } from './razorpay-error.ts';

/** Notes: up to 15 pairs of up to 256 characters. https://razorpay.com/docs/api/orders/create/ */
export const Notes = z
  .record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String))
  .refine(
    (notes) => Object.keys(notes).length <= 15,
    'The number of fields in notes should be less than or equal to 15',
  )
  .refine(
    (notes) =>
      Object.entries(notes)
        .flat()
        .every((text) => text.length <= 256),
    'Notes keys and values may not be longer than 256 characters.',
  );

export type Notes = z.infer<typeof Notes>;

/** An empty object becomes a list on the wire, as in the documented answers. */
export function notesOnTheWire(notes: Notes): Notes | [] {
  return Object.keys(notes).length === 0 ? [] : notes;
}

/** The documented samples send amounts as numbers and as digits in a string. */
export const Amount = z
  .union([z.number(), z.string().regex(/^\d+$/).transform(Number)], 'The amount must be an integer.')
  .refine(Number.isInteger, 'The amount must be an integer.')
  .refine((amount) => amount >= 100, 'The amount must be at least INR 1.00');

/** The account takes rupees only, like a real one without international payments. */
export const Currency = z
  .string('The currency must be a string.')
  .refine((currency) => currency === 'INR', 'Currency is not supported');

/** What the caller sent, checked; throws the error that the real API answers for the first thing wrong. */
export function parseParameters<Parameters extends z.ZodType>(schema: Parameters, body: unknown): z.output<Parameters> {
  const sent = body ?? {};
  const parsed = schema.safeParse(sent);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  if (issue?.code === 'unrecognized_keys') throw unwantedFields(issue.keys);
  const field = issue?.path[0] === undefined ? undefined : String(issue.path[0]);
  if (field !== undefined && !isSent(sent, field)) throw invalidInput(`The ${field} field is required.`, field);
  throw invalidInput(issue?.message ?? 'Invalid request', field);
}

function unwantedFields(names: readonly string[]): RazorpayError {
  return new RazorpayError(`${names.join(', ')} is/are not required and should not be sent`, {
    source: 'business',
    step: 'payment_initiation',
    reason: 'extra_field_sent',
  });
}

function isSent(body: unknown, field: string): boolean {
  return typeof body === 'object' && body !== null && field in body;
}
