import type { Id } from '@studynotion/contracts';
import type { Clock, FaultPoint } from '@studynotion/service-kit';
import type { CartRepository } from '../data/cart-repository.ts';
import type { EnrollmentRepository } from '../data/enrollment-repository.ts';
import type { ErasureRepository } from '../data/erasure-repository.ts';
import type { OrderRepository } from '../data/order-repository.ts';
import type { WebhookInbox } from '../data/webhook-inbox.ts';

export interface EraseAccountNeeds {
  readonly carts: CartRepository;
  readonly clock: Clock;
  readonly enrollments: EnrollmentRepository;
  readonly erasures: ErasureRepository;
  readonly faultPoint: FaultPoint;
  readonly inbox: WebhookInbox;
  readonly orders: OrderRepository;
}

/**
 * Forgets whose an account's orders were; auth-service has deleted it. Orders, bookings and enrolments stay, for the
 * books and for instructors' numbers, under a pseudonym that nobody can trace back once this is done.
 * A delivery that a crash broke off comes again, and goes on with the same pseudonym.
 */
export async function eraseAccount(needs: EraseAccountNeeds, accountId: Id): Promise<void> {
  const { carts, clock, enrollments, erasures, faultPoint, inbox, orders } = needs;
  const pseudonym = await erasures.begin(accountId);
  if (pseudonym === undefined) return;

  await carts.delete(accountId);
  const orderIds = await orders.anonymize(accountId, pseudonym, clock.now());
  faultPoint('account-erased-in-part');
  await enrollments.anonymize(accountId, pseudonym);
  await inbox.forget(orderIds);
  await erasures.finish(accountId, clock.now());
}
