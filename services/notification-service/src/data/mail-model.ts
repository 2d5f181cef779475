import { type Connection, type Model, Schema } from 'mongoose';
import type { TemplateName } from '../domain/mail-templates.ts';

/**
 * - `sending`: an attempt is at it until `lockedUntil`, or died
 * - `failed`: the last attempt did not work out, the next delivery tries again
 * - `sent`, `suppressed` (refused by the server, or expired), `unknown` (perhaps sent): final
 */
export type MailState = 'sending' | 'failed' | 'sent' | 'suppressed' | 'unknown';

/** An entry of the mail log. Codes, links and texts never stand in it. */
export interface MailDocument {
  /** `<template>:<eventId>` */
  readonly _id: string;
  readonly template: TemplateName;
  readonly to: string;
  readonly messageId: string;
  readonly state: MailState;
  readonly attempts: number;
  readonly lockedUntil?: Date;
  /** Since when the server may have it: set before the first byte, taken back when the server said no. */
  readonly contentBegunAt?: Date;
  readonly lastError?: string;
  /** What the mail server said at the end. */
  readonly response?: string;
  readonly createdAt: Date;
  readonly sentAt?: Date;
}

const schema = new Schema<MailDocument>(
  {
    _id: { type: String, required: true },
    template: { type: String, required: true },
    to: { type: String, required: true },
    messageId: { type: String, required: true },
    state: { type: String, required: true },
    attempts: { type: Number, required: true },
    lockedUntil: { type: Date },
    contentBegunAt: { type: Date },
    lastError: { type: String },
    response: { type: String },
    createdAt: { type: Date, required: true },
    sentAt: { type: Date },
  },
  { collection: 'mails', versionKey: false },
);

export function mailModel(database: Connection): Model<MailDocument> {
  return database.model<MailDocument>('Mail', schema);
}
