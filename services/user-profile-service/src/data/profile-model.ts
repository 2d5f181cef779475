import { indexOutbox, type OutboxEntry, outboxField } from '@studynotion/service-kit';
import { type Connection, type Model, Schema } from 'mongoose';
import type { ProfileFields } from '../domain/profile.ts';

export interface ProfileDocument extends ProfileFields {
  /** The account's id: an account has one profile. */
  readonly _id: string;
  readonly email: string;
  /** The account's state that was applied last; the profile's own is `version`. */
  readonly accountVersion: number;
  readonly version: number;
  /** The account was deleted: nothing of its owner stands here any more, and nothing comes back. */
  readonly erasedAt?: Date;
  readonly outbox?: readonly OutboxEntry[];
}

const schema = new Schema<ProfileDocument>(
  {
    _id: { type: String, required: true },
    email: { type: String, required: true },
    accountVersion: { type: Number, required: true },
    version: { type: Number, required: true },
    firstName: { type: String, required: true },
    lastName: { type: String, required: true },
    gender: { type: String },
    dateOfBirth: { type: String },
    about: { type: String },
    contactNumber: { type: String },
    pictureUrl: { type: String },
    pictureMediaId: { type: String },
    erasedAt: { type: Date },
    outbox: outboxField,
  },
  { collection: 'profiles', versionKey: false },
);
indexOutbox(schema);

export function profileModel(database: Connection): Model<ProfileDocument> {
  return database.model<ProfileDocument>('Profile', schema);
}
