import { describe, expect, test } from '@jest/globals';
import { PasswordHasher } from './password-hasher.ts';

const cheap = { memory: 64, passes: 1, parallelism: 1 };

describe('hashing passwords', () => {
  test('keeps algorithm and cost beside the hash, with a salt of its own each time', async () => {
    const hasher = new PasswordHasher();
    const [one, two] = [await hasher.hash('secret passphrase'), await hasher.hash('secret passphrase')];
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(two).not.toBe(one);
    expect(await hasher.verify('secret passphrase', one)).toBe(true);
    expect(await hasher.verify('secret Passphrase', one)).toBe(false);
  });

  test('agrees with a hash of the reference implementation', async () => {
    // Test vector of the argon2 command line tool (phc-winner-argon2, test.c, version 0x13).
    const known = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';
    expect(await new PasswordHasher().verify('password', known)).toBe(true);
    expect(await new PasswordHasher().verify('Password', known)).toBe(false);
  });

  test('without a hash does the same work and says no', async () => {
    let runs = 0;
    const hasher = new PasswordHasher({ cost: cheap, seconds: { observe: () => (runs += 1) } });
    expect(await hasher.verify('whatever', undefined)).toBe(false);
    expect(runs).toBe(1);
  });

  test('one password in two Unicode forms is one password', async () => {
    const hasher = new PasswordHasher({ cost: cheap });
    expect(await hasher.verify('cafe\u0301 au lait', await hasher.hash('caf\u00e9 au lait'))).toBe(true);
  });

  test('a hash of another cost verifies and is outdated', async () => {
    const hash = await new PasswordHasher({ cost: cheap }).hash('secret passphrase');
    const today = new PasswordHasher();
    expect(await today.verify('secret passphrase', hash)).toBe(true);
    expect(today.isOutdated(hash)).toBe(true);
    expect(new PasswordHasher({ cost: cheap }).isOutdated(hash)).toBe(false);
  });

  test('what is no hash of ours is a fault, not a wrong password', async () => {
    await expect(new PasswordHasher().verify('password', '$2b$10$abc')).rejects.toThrow('PHC');
  });
});
