import { describe, expect, test } from '@jest/globals';
import { parseSeedAccounts } from './seed-accounts.ts';

const seed = { email: 'a@example.com', password: 'long enough', firstName: 'A', lastName: 'B', role: 'administrator' };

describe('the secret seed-accounts', () => {
  test('is a list, which may be empty', () => {
    expect(parseSeedAccounts('[]')).toEqual([]);
    expect(parseSeedAccounts(JSON.stringify([seed]))).toEqual([seed]);
  });

  test.each([
    ['no JSON', '[{"password": "long enough"', 'not JSON'],
    ['no list', JSON.stringify(seed), 'array'],
    ['an unknown role', JSON.stringify([{ ...seed, role: 'root' }]), '0.role'],
    ['a short password', JSON.stringify([{ ...seed, password: 'short-1' }]), '0.password'],
    ['a missing field', JSON.stringify([{ ...seed, email: undefined }]), '0.email'],
    ['an unknown field', JSON.stringify([{ ...seed, admin: true }]), 'admin'],
  ])('%s is refused by name, without telling a password', (_, secret, told) => {
    const parse = () => parseSeedAccounts(secret);
    expect(parse).toThrow(told);
    expect(parse).toThrow('seed-accounts');
    expect(parse).not.toThrow(/long enough|short-1/);
  });
});
