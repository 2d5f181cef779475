import { Schema } from 'mongoose';

/** Mongoose field of an amount in paise with its currency. */
export const moneyField = {
  _id: false,
  required: true,
  type: new Schema(
    { amount: { type: Number, required: true }, currency: { type: String, required: true } },
    { _id: false },
  ),
} as const;
