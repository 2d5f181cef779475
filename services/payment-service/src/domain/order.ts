import type { Id, Money } from '@studynotion/contracts';
import type { SagaProgress } from '@studynotion/service-kit';
import type { OrderStateName } from './order-state.ts';

/** A course as it was offered when it was ordered. */
export interface OfferedCourse {
  readonly courseId: Id;
  readonly slug: string;
  readonly title: string;
  readonly price: Money;
  readonly instructorId: Id;
}

export interface OrderItem extends OfferedCourse {
  /** What paying for it led to: `surplus` where the account was enrolled by another order before, so it is paid twice. */
  readonly enrollment?: 'granted' | 'surplus';
}

/** One try to pay an order, by the payment's id at Razorpay. */
export interface PaymentAttempt {
  readonly paymentId: string;
  readonly status: 'failed' | 'authorized' | 'captured' | 'refunded';
  readonly reason?: string;
  readonly seenAt: Date;
}

export interface Order {
  readonly id: Id;
  readonly version: number;
  readonly accountId: Id;
  readonly idempotencyKey: string;
  readonly state: OrderStateName;
  readonly items: readonly OrderItem[];
  readonly total: Money;
  readonly createdAt: Date;
  readonly razorpayOrderId?: string;
  readonly attempts: readonly PaymentAttempt[];
  readonly paidAt?: Date;
  /** The payment that paid it; absent where it was free. Another captured attempt is money too much. */
  readonly paidBy?: string;
  /** How far a paid order is carried out. */
  readonly fulfilment?: SagaProgress;
  /** When Razorpay is asked about it next; absent where there is nothing left to ask. */
  readonly nextLookAt?: Date;
}

/** After this time, in seconds, an order that nobody paid counts as given up. */
export const ORDER_LIFETIME_SECONDS = 24 * 3600;

export const ageInSeconds = ({ createdAt }: Pick<Order, 'createdAt'>, now: Date): number =>
  (now.getTime() - createdAt.getTime()) / 1000;
