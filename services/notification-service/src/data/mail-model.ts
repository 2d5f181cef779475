import { indexOutbox, type OutboxEntry, outboxField } from '@studynotion/service-kit';
import { type Connection, type Model, Schema } from 'mongoose';
import type { TemplateName } from '../domain/mail-templates.ts';

/**
 * - `sending`: an attempt is at it until `lockedUntil`, or died
 * - `failed`: the last attempt did not work out, the next delivery tries again
 * - `sent`, `suppressed` (refused by the server, expired, or for nobody), `unknown` (perhaps sent): final, unless an
 *   administrator has it repeated
 */
export type MailState = 'sending' | 'failed' | 'sent' | 'suppressed' | 'unknown';

/** An entry of the mail log. Codes, links that let somebody in, and texts never stand in it. */
export interface MailDocument {
  /** `<template>:<subjectId>` */
  readonly _id: string;
  readonly template: TemplateName;
  readonly to?: string;
  readonly replyTo?: string;
  /** `normalizeEmail` of every address that the entry says something about. */
  readonly addressKeys?: readonly string[];
  readonly accountId?: string;
  /** What the mail shows, for a repetition; never of a secret one, and gone once it is sent. */
  readonly values?: Readonly<Record<string, unknown>>;
  readonly state: MailState;
  readonly attempts: number;
  readonly lockedUntil?: Date;
  /** Since when the server may have it: set before the first byte, taken back when the server said no. */
  readonly contentBegunAt?: Date;
  readonly messageId?: string;
  readonly lastError?: string;
  /** What the mail server said at the end. */
  readonly response?: string;
  readonly createdAt: Date;
  readonly sentAt?: Date;
  /** When its person was deleted: from then on nobody can tell whose it was, and nothing is added. */
  readonly erasedAt?: Date;
  readonly outbox?: readonly OutboxEntry[];
}

const schema = new Schema<MailDocument>(
  {
    _id: { type: String, required: true },
    template: { type: String, required: true },
    to: { type: String },
    replyTo: { type: String },
    addressKeys: { type: [String], default: undefined },
    accountId: { type: String },
    values: { type: Schema.Types.Mixed },
    state: { type: String, required: true },
    attempts: { type: Number, required: true },
    lockedUntil: { type: Date },
    contentBegunAt: { type: Date },
    messageId: { type: String },
    lastError: { type: String },
    response: { type: String },
    createdAt: { type: Date, required: true },
    sentAt: { type: Date },
    erasedAt: { type: Date },
    outbox: outboxField,
  },
  { collection: 'mails', versionKey: false, minimize: false },
);
schema.index({ createdAt: -1, _id: -1 });
schema.index({ state: 1, createdAt: -1, _id: -1 });
schema.index({ addressKeys: 1 });
schema.index({ accountId: 1 }, { sparse: true });
indexOutbox(schema);

export function mailModel(database: Connection): Model<MailDocument> {
  return database.model<MailDocument>('Mail', schema);
}
