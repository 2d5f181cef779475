/** What the checkout page of Razorpay hands over after a payment. */
export interface RazorpayCallback {
  readonly razorpay_payment_id: string;
  readonly razorpay_order_id: string;
  readonly razorpay_signature: string;
}

export interface ReceivedMail {
  readonly id: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly messageId: string;
}

/** The control API of the stand-ins; sandbox/README.md lists it. */
export class SandboxControls {
  readonly #inbox: () => string;

  /** @param inbox base address of the inbox, asked for at each request */
  constructor(inbox: () => string) {
    this.#inbox = inbox;
  }

  /** @throws what it refuses */
  async control<Result = unknown>(method: string, path: string, body?: unknown): Promise<Result> {
    const answer = await fetch(`${this.#inbox()}/sandbox${path}`, {
      method,
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} /sandbox${path}: ${answer.status} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as Result;
  }

  /** The mails that reached an address, newest first. */
  async mailsTo(address: string, subject = ''): Promise<readonly ReceivedMail[]> {
    const query = new URLSearchParams({ to: address, subject });
    const { items } = await this.control<{ items: ReceivedMail[] }>('GET', `/mails?${query}`);
    return items;
  }

  /** Pays an order as a customer would on the checkout page; nobody carries the callback home. */
  pay(razorpayOrderId: string): Promise<RazorpayCallback> {
    return this.control('POST', `/razorpay/orders/${razorpayOrderId}/pay`, { outcome: 'captured' });
  }

  /** An attempt to pay that the bank refuses. */
  async failToPay(razorpayOrderId: string): Promise<void> {
    await this.control('POST', `/razorpay/orders/${razorpayOrderId}/pay`, { outcome: 'failed' });
  }
}

/** The six digits of a mail with a code. */
export function codeOf({ text }: Pick<ReceivedMail, 'text'>): string {
  const code = /^\s*(\d{6})\s*$/m.exec(text)?.[1];
  if (code === undefined) throw new Error(`No code in the mail:\n${text}`);
  return code;
}
