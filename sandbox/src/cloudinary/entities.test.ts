import { expect, test } from '@jest/globals';
import type { Request } from 'express';
import { deliveredFrom } from './entities.ts';

const keys = { cloudName: 'studynotion', apiKey: '1', apiSecret: 's' };
const asked = { get: () => 'sandbox:3423' } as unknown as Request;

test('addresses begin as the request did, or where browsers reach the stand-in', () => {
  expect(deliveredFrom(asked, keys).origin).toBe('http://sandbox:3423');
  expect(deliveredFrom(asked, { ...keys, publicUrl: 'https://media.test' }).origin).toBe('https://media.test');
});
