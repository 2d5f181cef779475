import { z } from 'zod';

/**
 * Why money goes back.
 * - `surplus`: a course was paid for that was the buyer's already (two tabs, two orders)
 * - `paid-twice`: the order was paid by another payment before
 * - `at-provider`: somebody of the shop gave it back at Razorpay
 */
export const RefundReason = z.enum(['surplus', 'paid-twice', 'at-provider']);
export type RefundReason = z.infer<typeof RefundReason>;
