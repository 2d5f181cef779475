import { copiedValue } from './copied-value.ts';
import type { MadeValue, PlannedSecret, Source } from './secret-plan.ts';
import type { SecretState, SecretValues } from './stored-secret.ts';

/** Annotation with the keys of a Secret that were copied from the user's. They are no values that were made. */
export const COPIED_KEYS = 'platform.studynotion.dev/copied-keys';

/** What a Secret should hold; what else is in it stays. */
export interface WantedSecret {
  readonly name: string;
  readonly values: SecretValues;
  readonly copiedKeys: readonly string[];
}

/** The values of all Secrets, from what is there; only what is nowhere is made. */
export function wantedValues(
  kept: readonly PlannedSecret[],
  stored: ReadonlyMap<string, SecretState>,
): readonly WantedSecret[] {
  const made = madeValues(kept, stored);
  return kept.map(({ name, sources }) => {
    const values: Record<string, string> = {};
    const copiedKeys: string[] = [];
    for (const [key, source] of Object.entries(sources)) {
      const value = currentValue(source, made, stored);
      if (value !== undefined) values[key] = value;
      // Without a new value the one that was copied before stays, and stays a copy.
      if (source.kind === 'copied' && (value !== undefined || copiedKeysOf(stored.get(name)).includes(key)))
        copiedKeys.push(key);
    }
    return { name, values, copiedKeys };
  });
}

/** Undefined where it is the user's, who has not given it. */
function currentValue(source: Source, made: MadeValue, stored: ReadonlyMap<string, SecretState>): string | undefined {
  if (source.kind === 'made') return made(source.name);
  if (source.kind === 'derived') return source.derive(made);
  if (source.kind === 'unnamed') return undefined;
  const copied = copiedValue(source, stored);
  return copied.kind === 'value' ? copied.value : undefined;
}

/**
 * Looks a value up in the Secrets, the first of them first, and makes it where none has it. So whoever ended after
 * writing one of several Secrets is gone on from.
 */
function madeValues(kept: readonly PlannedSecret[], stored: ReadonlyMap<string, SecretState>): MadeValue {
  const known = new Map<string, string>();
  const makers = new Map<string, () => string>();
  for (const { name: secret, sources } of kept)
    for (const [key, source] of Object.entries(sources)) {
      if (source.kind !== 'made') continue;
      makers.set(source.name, source.make);
      const value = ownValue(stored.get(secret), key);
      if (value && !known.has(source.name)) known.set(source.name, value);
    }
  return (name) => {
    const make = makers.get(name);
    if (make === undefined) throw new TypeError(`No Secret holds ${name}`);
    const value = known.get(name) ?? make();
    known.set(name, value);
    return value;
  };
}

function ownValue(state: SecretState | undefined, key: string): string | undefined {
  return state?.kind !== 'there' || copiedKeysOf(state).includes(key) ? undefined : state.values[key];
}

export function copiedKeysOf(state: SecretState | undefined): readonly string[] {
  const text = state?.kind === 'there' ? (state.object.metadata.annotations?.[COPIED_KEYS] ?? '') : '';
  return text === '' ? [] : text.split(',');
}
