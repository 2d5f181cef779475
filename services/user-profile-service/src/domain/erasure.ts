import { type ErasureReceipt, erasingServices } from '@studynotion/contracts';

/** The deletion of an account, over all services. */
export interface Erasure {
  /** The only key to the receipt. */
  readonly id: string;
  readonly requestedAt: Date;
  /** Whether the account is gone. */
  readonly hasBegun: boolean;
  readonly erasedAt: Readonly<Partial<Record<(typeof erasingServices)[number], Date>>>;
}

/** What whoever has the id sees. */
export function toReceipt({ id, requestedAt, erasedAt }: Erasure): ErasureReceipt {
  const times = erasingServices.flatMap((service) => erasedAt[service]?.getTime() ?? []);
  const isComplete = times.length === erasingServices.length;
  return {
    id,
    requestedAt: requestedAt.toISOString(),
    services: erasingServices.map((service) => ({ service, erasedAt: erasedAt[service]?.toISOString() })),
    ...(isComplete ? { completedAt: new Date(Math.max(...times)).toISOString() } : {}),
  };
}
