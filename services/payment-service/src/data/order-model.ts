import { indexOutbox, type OutboxEntry, outboxField } from '@studynotion/service-kit';
import { type Connection, type Model, Schema } from 'mongoose';
import type { Order } from '../domain/order.ts';
import { moneyField } from './money-field.ts';

export interface OrderDocument extends Omit<Order, 'id'> {
  readonly _id: string;
  readonly outbox?: readonly OutboxEntry[];
}

const text = { type: String, required: true } as const;

const itemSchema = new Schema(
  { courseId: text, slug: text, title: text, price: moneyField, instructorId: text, enrollment: { type: String } },
  { _id: false },
);
const attemptSchema = new Schema(
  { paymentId: text, status: text, reason: { type: String }, seenAt: { type: Date, required: true } },
  { _id: false },
);
const refundSchema = new Schema(
  {
    id: text,
    why: text,
    paymentId: text,
    amount: { type: Number, required: true },
    parts: [new Schema({ courseId: text, amount: { type: Number, required: true } }, { _id: false })],
    status: text,
    razorpayRefundId: { type: String },
    failures: { type: Number, required: true },
    trouble: { type: String },
    troubledAt: { type: Date },
    wantedAt: { type: Date, required: true },
    processedAt: { type: Date },
  },
  { _id: false },
);
const progressSchema = new Schema({ state: text, completed: { type: Number, required: true } }, { _id: false });

const orderSchema = new Schema<OrderDocument>(
  {
    _id: text,
    version: { type: Number, required: true },
    accountId: text,
    idempotencyKey: text,
    state: text,
    items: [itemSchema],
    total: moneyField,
    instructorSharePercent: { type: Number, required: true },
    createdAt: { type: Date, required: true },
    razorpayOrderId: { type: String },
    attempts: [attemptSchema],
    paidAt: { type: Date },
    paidBy: { type: String },
    expiredAt: { type: Date },
    fulfilment: { type: progressSchema },
    nextLookAt: { type: Date },
    refunds: [refundSchema],
    nextRefundAt: { type: Date },
    anonymizedAt: { type: Date },
    outbox: outboxField,
  },
  { collection: 'orders', versionKey: false },
);
// The arbiter of a repeated request: whoever loses finds the order of the winner.
orderSchema.index({ accountId: 1, idempotencyKey: 1 }, { unique: true });
orderSchema.index({ razorpayOrderId: 1 }, { unique: true, sparse: true });
orderSchema.index({ accountId: 1, createdAt: -1, _id: -1 });
orderSchema.index({ createdAt: -1, _id: -1 });
orderSchema.index({ nextLookAt: 1 }, { sparse: true });
orderSchema.index({ nextRefundAt: 1 }, { sparse: true });
orderSchema.index({ 'fulfilment.state': 1, paidAt: 1 }, { sparse: true });
indexOutbox(orderSchema);

export function orderModel(connection: Connection): Model<OrderDocument> {
  return connection.model<OrderDocument>('Order', orderSchema);
}
