import type { Copied } from './secret-plan.ts';
import type { SecretState } from './stored-secret.ts';

/** What the user's Secret gives for a key, or why it gives nothing. */
export type CopiedValue =
  | { readonly kind: 'value'; readonly value: string }
  | { readonly kind: 'no-secret' | 'forbidden' | 'no-key' | 'wrong-form' };

/** Spaces and line ends around a value are none of it: files that Secrets are made from end with one. */
export function copiedValue({ secret, keys, form }: Copied, stored: ReadonlyMap<string, SecretState>): CopiedValue {
  const state = stored.get(secret);
  if (state === undefined || state.kind === 'absent') return { kind: 'no-secret' };
  if (state.kind !== 'there') return { kind: 'forbidden' };
  const value = keys.map((key) => state.values[key]?.trim()).find((text) => text !== undefined && text !== '');
  if (value === undefined) return { kind: 'no-key' };
  return form?.pattern.test(value) === false ? { kind: 'wrong-form' } : { kind: 'value', value };
}
