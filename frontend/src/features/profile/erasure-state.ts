import { z } from 'zod';

const ErasureState = z.object({ accountDeleted: z.literal(true) });

/** State of the receipt's address for whoever comes there by deleting the account. */
export const accountDeleted: z.infer<typeof ErasureState> = { accountDeleted: true };

/** Whether somebody came to the receipt by deleting the account, from the state of the address. */
export function hasDeletedAccount(state: unknown): boolean {
  return ErasureState.safeParse(state).success;
}
