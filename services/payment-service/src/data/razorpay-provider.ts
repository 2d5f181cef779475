import type { Id, Money } from '@studynotion/contracts';
import { UnavailableError } from '@studynotion/service-kit';
import Razorpay from 'razorpay';
import { z } from 'zod';
import {
  type PaymentProvider,
  type ProviderPayment,
  type ProviderRefund,
  ProviderRefusal,
} from '../domain/payment-provider.ts';
import { isSigned } from './hmac.ts';
import { PaymentEntity, RefundEntity } from './razorpay-entities.ts';

export interface RazorpayProviderOptions {
  /** Of the API, without `/v1`. */
  readonly baseUrl: string;
  readonly keyId: string;
  readonly keySecret: string;
  readonly webhookSecret: string;
  /** How long a call may take. @default 8000 */
  readonly timeoutMilliseconds?: number;
}

const OrderAnswer = z.object({ id: z.string().min(1) });
const PaymentsAnswer = z.object({ items: z.array(PaymentEntity) });
const RefundsAnswer = z.object({ items: z.array(RefundEntity) });
/** What the SDK throws when Razorpay answered; when it did not, the SDK stumbles and throws a TypeError. */
const SdkError = z.object({
  statusCode: z.number(),
  error: z.object({ code: z.string(), description: z.string() }).partial().optional(),
});

/** Statuses of a request that Razorpay understood and refused; all else may pass (429, 5xx) or is our keys' fault (401). */
const REFUSALS = [400, 404, 409, 422];

/** As many as Razorpay lists at once; nobody gives back one payment in more parts. */
const MOST_REFUNDS = 100;

interface HttpRequest {
  readonly method?: string;
  readonly url?: string;
  readonly data?: { readonly receipt?: string };
  readonly headers: { set(name: string, value: string): unknown };
}

/** What the SDK sends its requests with, as far as we touch it. */
interface HttpClient {
  readonly defaults: { baseURL?: string; timeout?: number };
  readonly interceptors: { readonly request: { use(change: (request: HttpRequest) => HttpRequest): unknown } };
}

/**
 * The SDK drops the header that makes a refund safe to repeat; our receipt is its key
 * (https://razorpay.com/docs/api/refunds/normal-refunds-idempotent).
 */
function withRefundKey(request: HttpRequest): HttpRequest {
  const { method, url = '', data } = request;
  if (method === 'post' && url.endsWith('/refund') && data?.receipt !== undefined)
    request.headers.set('X-Refund-Idempotency', data.receipt);
  return request;
}

/** Razorpay through its official SDK, with what that lacks: a time limit, one kind of error, signatures compared in constant time. */
export class RazorpayProvider implements PaymentProvider {
  readonly keyId: string;
  readonly #keySecret: string;
  readonly #webhookSecret: string;
  readonly #client: Razorpay;

  constructor({ baseUrl, keyId, keySecret, webhookSecret, timeoutMilliseconds = 8000 }: RazorpayProviderOptions) {
    this.keyId = keyId;
    this.#keySecret = keySecret;
    this.#webhookSecret = webhookSecret;
    this.#client = new Razorpay({ key_id: keyId, key_secret: keySecret });
    // The SDK fixes its host and has no time limit; its HTTP client, which its types hide, can be told afterwards.
    const { rq } = this.#client.api as unknown as { rq: HttpClient };
    Object.assign(rq.defaults, { baseURL: baseUrl, timeout: timeoutMilliseconds });
    rq.interceptors.request.use(withRefundKey);
  }

  /**
   * `unique_receipt` gives the same order to a repeated request
   * (https://razorpay.com/docs/payments/payment-gateway/s2s-integration/test-s2s/best-practices/retries-and-idempotency).
   * Payments are captured at once; what a bank authorises later than 12 minutes we capture ourselves, within five days.
   */
  async createOrder({ receipt, total }: { receipt: Id; total: Money }): Promise<string> {
    const order = {
      amount: total.amount,
      currency: total.currency,
      receipt,
      unique_receipt: true,
      payment: {
        capture: 'automatic' as const,
        capture_options: {
          automatic_expiry_period: 12,
          manual_expiry_period: 7200,
          refund_speed: 'normal' as const,
        },
      },
    };
    return (await this.#ask(OrderAnswer, 'create an order', ({ orders }) => orders.create(order))).id;
  }

  payment(id: string): Promise<ProviderPayment> {
    return this.#ask(PaymentEntity, `fetch ${id}`, ({ payments }) => payments.fetch(id));
  }

  async paymentsOf(razorpayOrderId: string): Promise<readonly ProviderPayment[]> {
    const answer = await this.#ask(PaymentsAnswer, `fetch payments of ${razorpayOrderId}`, ({ orders }) =>
      orders.fetchPayments(razorpayOrderId),
    );
    return answer.items;
  }

  capture({ id, amount, currency }: ProviderPayment): Promise<ProviderPayment> {
    return this.#ask(PaymentEntity, `capture ${id}`, ({ payments }) => payments.capture(id, amount, currency));
  }

  /** https://razorpay.com/docs/api/refunds/create-normal/ */
  createRefund({ paymentId, amount, receipt }: { paymentId: string; amount: number; receipt: string }) {
    return this.#ask(RefundEntity, `give back ${amount} of ${paymentId}`, ({ payments }) =>
      payments.refund(paymentId, { amount, speed: 'normal', receipt }),
    );
  }

  refund(id: string): Promise<ProviderRefund> {
    return this.#ask(RefundEntity, `fetch ${id}`, ({ refunds }) => refunds.fetch(id));
  }

  async refundsOf(paymentId: string): Promise<readonly ProviderRefund[]> {
    const answer = await this.#ask(RefundsAnswer, `fetch refunds of ${paymentId}`, ({ payments }) =>
      payments.fetchMultipleRefund(paymentId, { count: MOST_REFUNDS }),
    );
    return answer.items;
  }

  /** https://razorpay.com/docs/payments/payment-gateway/web-integration/standard/integration-steps/ */
  isCheckoutSigned(checkout: { razorpayOrderId: string; razorpayPaymentId: string; signature: string }): boolean {
    const { razorpayOrderId, razorpayPaymentId, signature } = checkout;
    return isSigned(`${razorpayOrderId}|${razorpayPaymentId}`, signature, this.#keySecret);
  }

  /** https://razorpay.com/docs/webhooks/validate-test/ */
  isWebhookSigned(body: Buffer, signature: string): boolean {
    return isSigned(body, signature, this.#webhookSecret);
  }

  async #ask<Schema extends z.ZodType>(
    schema: Schema,
    what: string,
    call: (client: Razorpay) => Promise<unknown>,
  ): Promise<z.output<Schema>> {
    let answer: unknown;
    try {
      answer = await call(this.#client);
    } catch (error) {
      throw normalized(error, what);
    }
    const parsed = schema.safeParse(answer);
    if (parsed.success) return parsed.data;
    throw new UnavailableError('service.unavailable', { cause: parsed.error });
  }
}

function normalized(error: unknown, what: string): UnavailableError | ProviderRefusal {
  const answered = SdkError.safeParse(error);
  if (!answered.success) {
    const cause = new Error(`Razorpay did not answer: ${what}`, { cause: error });
    return new UnavailableError('service.unavailable', { cause });
  }
  const { statusCode, error: details } = answered.data;
  const message = `Razorpay answered ${statusCode} to: ${what}: ${details?.description ?? 'no reason given'}`;
  if (REFUSALS.includes(statusCode)) return new ProviderRefusal(message);
  return new UnavailableError('service.unavailable', { cause: new Error(message) });
}
