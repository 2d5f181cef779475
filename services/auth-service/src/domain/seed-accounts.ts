import { EmailAddress, PersonName, Role } from '@studynotion/contracts';
import { z } from 'zod';
import type { Needs } from './needs.ts';

const SeedAccount = z.strictObject({
  email: EmailAddress,
  password: z.string().min(8).max(128),
  firstName: PersonName,
  lastName: PersonName,
  role: Role,
});
type SeedAccount = z.infer<typeof SeedAccount>;
const SeedAccounts = z.array(SeedAccount).max(100);

/**
 * Reads the accounts that an installation begins with, the first administrator among them.
 * @throws TypeError that names what is wrong where, without the values
 */
export function parseSeedAccounts(secret: string): readonly SeedAccount[] {
  const result = SeedAccounts.safeParse(parseJson(secret));
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`);
  throw new TypeError(`the secret seed-accounts is not right:\n${problems.join('\n')}`);
}

/** Makes those accounts whose address has none; one that is there stays as it is. Several replicas may do it at once. */
export async function seedAccounts(
  { accounts, hasher }: Pick<Needs, 'accounts' | 'hasher'>,
  seeds: readonly SeedAccount[],
): Promise<void> {
  for (const { password, ...person } of seeds) {
    if ((await accounts.findByEmail(person.email)) !== undefined) continue;
    await accounts.register({ ...person, passwordHash: await hasher.hash(password), approved: true });
  }
}

/** The parser's own message would quote the secret. */
function parseJson(secret: string): unknown {
  try {
    return JSON.parse(secret);
  } catch {
    throw new TypeError('the secret seed-accounts is not JSON');
  }
}
