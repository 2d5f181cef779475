import { Types } from 'mongoose';

/** A new id that no other process makes: 24 hexadecimal digits, roughly ascending in time. */
export function newId(): string {
  return new Types.ObjectId().toHexString();
}
