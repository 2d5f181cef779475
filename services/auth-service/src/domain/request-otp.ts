import { randomInt, randomUUID } from 'node:crypto';
import { otpRequested } from '@studynotion/contracts';
import { LimitError, SidecarError, seal, UnavailableError } from '@studynotion/service-kit';
import { MAIL_PAUSE_SECONDS, type Slot } from '../data/mail-slots.ts';
import { CODE_SECONDS } from '../data/sign-up-codes.ts';
import type { Needs } from './needs.ts';

type RequestOtpNeeds = Pick<Needs, 'limits' | 'mailSlots' | 'codes' | 'sidecar' | 'clock' | 'mailSealKey'>;

/**
 * Mails a sign-up code. It never looks whether the address has an account: the code goes to its owner either way, and
 * only who reads the code learns at sign-up that the address is taken.
 * @returns after how many seconds the next code may be asked for
 */
export async function requestOtp(needs: RequestOtpNeeds, email: string, clientAddress: string): Promise<number> {
  await needs.limits.count('otp', clientAddress);
  const slot = await needs.mailSlots.take('otp', email);
  if (!slot.granted) throw refusal(slot);
  try {
    await mailCode(needs, email);
  } catch (error) {
    await slot.release();
    throw error;
  }
  return MAIL_PAUSE_SECONDS;
}

/** The code is known before its mail is on the way; if the mail cannot go out, the code before it counts on. */
async function mailCode({ codes, sidecar, clock, mailSealKey }: RequestOtpNeeds, email: string): Promise<void> {
  const code = newCode();
  const now = clock.now();
  const undo = await codes.put(email, code);
  const expiresAt = new Date(now.getTime() + CODE_SECONDS * 1000).toISOString();
  try {
    await sidecar.publish({
      id: randomUUID(),
      event: otpRequested,
      data: { email, sealedCode: seal(code, mailSealKey, 'otp'), expiresAt },
      occurredAt: now,
    });
  } catch (error) {
    await undo();
    throw error instanceof SidecarError ? new UnavailableError('service.unavailable', { cause: error }) : error;
  }
}

function newCode(): string {
  return String(randomInt(1_000_000)).padStart(6, '0');
}

function refusal({ reason, retryAfterSeconds }: Extract<Slot, { granted: false }>): LimitError {
  return new LimitError(reason === 'pause' ? 'otp.too-soon' : 'rate.limited', { retryAfterSeconds });
}
