import { describe, expect, test } from '@jest/globals';
import { Mongoose, Schema } from 'mongoose';
import { refuseUndefined } from './refuse-undefined.ts';

// Never connected: a filter that is let through fails for that reason instead.
const mongoose = new Mongoose();
mongoose.set('bufferCommands', false);
const schema = new Schema<{ email: string; age: number }>({ email: String, age: Number });
schema.plugin(refuseUndefined);
const Person = mongoose.model('Person', schema);
const nothing: string | undefined = [][0];

describe('a filter with an undefined value', () => {
  test.each([
    ['findOne', () => Person.findOne({ email: nothing })],
    ['find', () => Person.find({ $or: [{ age: 1 }, { email: nothing }] })],
    ['findOneAndUpdate', () => Person.findOneAndUpdate({ email: nothing }, { age: 1 })],
    ['updateOne', () => Person.updateOne({ email: nothing }, { age: 1 })],
    ['updateMany', () => Person.updateMany({ age: { $gt: nothing } }, { age: 1 })],
    ['deleteOne', () => Person.deleteOne({ email: nothing })],
    ['deleteMany', () => Person.deleteMany({ email: nothing })],
    ['countDocuments', () => Person.countDocuments({ email: nothing })],
    ['distinct', () => Person.distinct('age', { email: nothing })],
  ])('is refused by %s', async (_name, query) => {
    await expect(query()).rejects.toThrow(/undefined and would match anything/);
  });

  test('does not stand in the way of others', async () => {
    await expect(Person.findOne({ email: 'a@example.com', age: { $gt: 1 } })).rejects.not.toThrow(
      /undefined and would/,
    );
  });
});
