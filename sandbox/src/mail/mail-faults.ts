export const mailFaultKinds = ['450', '550', 'accept-then-timeout', 'slow', 'drop-connection'] as const;

export interface MailFault {
  /**
   * `450`, `550`: the recipient is refused, for now or for good. `accept-then-timeout`: the mail is stored, but the
   * client never hears of it. `slow`: it is stored and confirmed late. `drop-connection`: the connection ends before
   * the mail is stored.
   */
  readonly kind: (typeof mailFaultKinds)[number];
  /** How many more mails it hits. */
  readonly times: number;
  /** How many mails it has hit. */
  readonly hits: number;
  /** Address that it is for. @default every address */
  readonly recipient?: string;
  /** Of `slow`. */
  readonly delayMilliseconds: number;
}

/** Faults that a test asked for: one per recipient, and one for everybody. */
export class MailFaults {
  readonly #faults = new Map<string | undefined, MailFault>();

  set(fault: Omit<MailFault, 'hits'>): void {
    this.#faults.set(fault.recipient?.toLowerCase(), { ...fault, hits: 0 });
  }

  all(): MailFault[] {
    return [...this.#faults.values()];
  }

  clear(): void {
    this.#faults.clear();
  }

  /** The fault that now hits a mail to these recipients, if it is of one of the kinds; counted as used. */
  hit(recipients: readonly string[], kinds: readonly MailFault['kind'][]): MailFault | undefined {
    for (const recipient of [...recipients.map((address) => address.toLowerCase()), undefined]) {
      const fault = this.#faults.get(recipient);
      if (fault === undefined || fault.times === 0 || !kinds.includes(fault.kind)) continue;
      const used = { ...fault, times: fault.times - 1, hits: fault.hits + 1 };
      this.#faults.set(recipient, used);
      return used;
    }
    return undefined;
  }
}
