import { type Caller, type Clock, InputError, Turns, UnavailableError } from '@studynotion/service-kit';
import { changeOf } from './change-of.ts';
import { type MyProfileNeeds, myProfile } from './my-profile.ts';
import type { Profile, SentFields } from './profile.ts';

export interface ChangeProfileNeeds extends MyProfileNeeds {
  readonly clock: Clock;
}

/** Far more writers than there are replicas; those of one replica take turns. */
const ATTEMPTS = 20;
const turns = new Turns();

/** Changes of the caller's own profile what was sent, and nothing else. */
export async function changeProfile(needs: ChangeProfileNeeds, caller: Caller, sent: SentFields): Promise<Profile> {
  requirePast(needs.clock, sent.dateOfBirth);
  return changeWhole(needs, caller, sent);
}

/** Applies what was sent to the caller's own profile as it is now, and once more where somebody else came first. */
export function changeWhole(needs: MyProfileNeeds, caller: Caller, sent: SentFields): Promise<Profile> {
  return turns.take(caller.accountId, () => change(needs, caller, sent));
}

async function change(needs: MyProfileNeeds, caller: Caller, sent: SentFields): Promise<Profile> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const profile = await myProfile(needs, caller);
    const wanted = changeOf(profile, sent);
    if (wanted === undefined) return profile;
    const changed = await needs.profiles.change(profile, wanted);
    if (changed !== undefined) return changed;
    // Somebody else changed it in between: what was sent is applied to that.
  }
  throw new UnavailableError('service.unavailable', { detail: 'Too many changes of one profile at the same moment.' });
}

function requirePast(clock: Clock, dateOfBirth: string | null | undefined): void {
  const today = clock.now().toISOString().slice(0, 10);
  if (dateOfBirth === undefined || dateOfBirth === null || dateOfBirth <= today) return;
  throw new InputError('request.invalid', {
    errors: [{ path: 'dateOfBirth', message: 'must not be in the future' }],
  });
}
