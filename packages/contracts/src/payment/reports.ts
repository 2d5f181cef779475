import { z } from 'zod';
import { Balance, CalendarDate, Id, Instant, Money, page, pageQuery } from '../primitives.ts';
import { routesOf } from '../route.ts';
import { RefundReason } from './refund.ts';
import { OrderState } from './routes.ts';

const route = routesOf('payment-service');

/**
 * What the ledger says of a span of days; every figure is a sum of bookings.
 * `captured` = `instructorShare` + `platformShare` + `refundsOwed` + `refunded`.
 */
export const PaymentReport = z
  .strictObject({
    from: CalendarDate,
    to: CalendarDate,
    /** Paid in this span, with money. */
    orders: z.int(),
    captured: Balance,
    refunded: Balance,
    /** What became owed to buyers and is not back yet, less what was owed before and came back. */
    refundsOwed: Balance,
    instructorShare: Balance,
    platformShare: Balance,
    instructors: z.array(z.strictObject({ instructorId: Id, income: Balance })),
  })
  .meta({ id: 'PaymentReport' });
export type PaymentReport = z.infer<typeof PaymentReport>;

export const getPaymentReport = route({
  method: 'GET',
  path: '/payments/report',
  summary: 'What came in, went back and belongs to whom; days are of India (UTC+5:30), both ends included',
  access: { role: 'administrator' },
  query: z.strictObject({ from: CalendarDate, to: CalendarDate }),
  answers: { 200: PaymentReport },
  problems: [],
});

/** An order as an administrator sees it. */
export const AdministeredOrder = z
  .strictObject({
    id: Id,
    accountId: Id,
    state: OrderState,
    total: Money,
    createdAt: Instant,
    paidAt: Instant.optional(),
    razorpayOrderId: z.string().optional(),
    titles: z.array(z.string()),
    /** Money on its way back, or back; one that meets trouble says which. */
    refunds: z.array(
      z.strictObject({
        why: RefundReason,
        amount: Money,
        status: z.enum(['wanted', 'pending', 'processed', 'failed']),
        trouble: z.string().optional(),
      }),
    ),
  })
  .meta({ id: 'AdministeredOrder' });
export type AdministeredOrder = z.infer<typeof AdministeredOrder>;

export const listAllOrders = route({
  method: 'GET',
  path: '/payments/orders',
  summary: 'Orders of everybody, newest first',
  access: { role: 'administrator' },
  query: z.strictObject({ ...pageQuery, state: OrderState.optional(), accountId: Id.optional() }),
  answers: { 200: page(AdministeredOrder) },
  problems: [],
});

/** What an instructor earned, for whoever shows it to him. */
export const InstructorIncome = z.strictObject({
  total: Money,
  courses: z.array(z.strictObject({ courseId: Id, income: Money, students: z.int() })),
  /** `YYYY-MM`, of India, oldest first; below zero where more was given back than came in. */
  months: z.array(z.strictObject({ month: z.string(), income: Balance })),
});
export type InstructorIncome = z.infer<typeof InstructorIncome>;

export const getInstructorIncome = route({
  method: 'GET',
  path: '/instructors/:accountId/income',
  summary: 'Income and students of an instructor, from ledger and enrolments',
  access: { callers: ['course-service'] },
  params: z.strictObject({ accountId: Id }),
  answers: { 200: InstructorIncome },
  problems: [],
});
