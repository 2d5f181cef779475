import type { Id, Money, RefundReason } from '@studynotion/contracts';
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

/** What a refund gives back of one course's price, in paise. */
export interface RefundPart {
  readonly courseId: Id;
  readonly amount: number;
}

/** Money on its way back. It stands in the order from the moment it is owed until it is back, whatever fails in between. */
export interface Refund {
  /** Made of what it is for, so that the same is never owed twice; also the receipt at Razorpay. */
  readonly id: string;
  readonly why: RefundReason;
  readonly paymentId: string;
  /** In paise. */
  readonly amount: number;
  /** Empty where the order itself stays paid. */
  readonly parts: readonly RefundPart[];
  /** `failed`: only one that somebody made at Razorpay; ours are tried again. */
  readonly status: 'wanted' | 'pending' | 'processed' | 'failed';
  readonly razorpayRefundId?: string;
  /** How often Razorpay refused it, or took it and could not carry it out. */
  readonly failures: number;
  /** Why the newest try came to nothing. */
  readonly trouble?: string;
  readonly troubledAt?: Date;
  readonly wantedAt: Date;
  readonly processedAt?: Date;
}

export interface Order {
  readonly id: Id;
  readonly version: number;
  readonly accountId: Id;
  readonly idempotencyKey: string;
  readonly state: OrderStateName;
  readonly items: readonly OrderItem[];
  readonly total: Money;
  /** What instructors get of their price, in whole percent, as it was when the order was made. */
  readonly instructorSharePercent: number;
  readonly createdAt: Date;
  readonly razorpayOrderId?: string;
  readonly attempts: readonly PaymentAttempt[];
  readonly paidAt?: Date;
  /** The payment that paid it; absent where it was free. Another captured attempt is money too much. */
  readonly paidBy?: string;
  readonly expiredAt?: Date;
  /** How far a paid order is carried out. */
  readonly fulfilment?: SagaProgress;
  /** When Razorpay is asked about it next; absent where there is nothing left to ask. */
  readonly nextLookAt?: Date;
  readonly refunds: readonly Refund[];
  /** When its refunds are looked after next; absent where none is under way. */
  readonly nextRefundAt?: Date;
  /** Since when nobody knows whose it was. */
  readonly anonymizedAt?: Date;
}

/** After this time, in seconds, an order that nobody paid counts as given up. */
export const ORDER_LIFETIME_SECONDS = 24 * 3600;

export const ageInSeconds = ({ createdAt }: Pick<Order, 'createdAt'>, now: Date): number =>
  (now.getTime() - createdAt.getTime()) / 1000;

/** Whether money came for it, or none was asked; what was given back later does not change that. */
export const wasPaid = ({ paidAt }: Pick<Order, 'paidAt'>): boolean => paidAt !== undefined;
