import { countCoursesOnSale, eraseAccount } from '@studynotion/contracts';
import {
  BusinessError,
  type Caller,
  ConflictError,
  callRoute,
  type FaultPoint,
  type Sidecar,
} from '@studynotion/service-kit';
import type { Erasures } from '../data/erasures.ts';
import type { Erasure } from './erasure.ts';

export interface DeleteMyAccountNeeds {
  readonly erasures: Erasures;
  readonly sidecar: Sidecar;
  readonly faultPoint: FaultPoint;
}

/**
 * Deletes the caller's own account. The deletion is auth-service's one write; everything else follows from its event.
 * A crash before that write has deleted nothing; one after it loses only the answer: the event begins the receipt, and
 * the last mail holds its id. So it may be asked for again at any time and happens once.
 */
export async function deleteMyAccount(
  { erasures, sidecar, faultPoint }: DeleteMyAccountNeeds,
  caller: Caller,
  password: string,
): Promise<Erasure> {
  const erasure = await erasures.open(caller.accountId);
  if (erasure.hasBegun) return erasure;
  faultPoint('erasure-opened');
  await requireNothingOnSale(sidecar, caller.accountId);
  await erase(sidecar, caller.accountId, { password, erasureId: erasure.id });
  faultPoint('account-erased');
  return erasures.begin(caller.accountId);
}

async function requireNothingOnSale(sidecar: Sidecar, accountId: string): Promise<void> {
  const { count } = await callRoute(sidecar, countCoursesOnSale, 200, { params: { accountId } });
  if (count > 0) throw new ConflictError('account.has-courses-on-sale');
}

async function erase(
  sidecar: Sidecar,
  accountId: string,
  body: { readonly password: string; readonly erasureId: string },
): Promise<void> {
  try {
    await callRoute(sidecar, eraseAccount, 204, { params: { accountId }, body });
  } catch (error) {
    // An earlier request came that far and its answer was lost.
    if (error instanceof BusinessError && error.code === 'account.not-found') return;
    throw error;
  }
}
