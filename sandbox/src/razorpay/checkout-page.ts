import { escapeHtml, html } from '../html.ts';
import type { Order } from './entities.ts';

export interface PageOptions {
  readonly key_id: string;
  readonly name?: string;
  readonly description?: string;
  readonly email?: string;
  readonly contact?: string;
  readonly color?: string;
  readonly notes?: string;
  readonly origin: string;
}

/** The payment page of one order, for the frame that checkout.js opens. */
export function paymentPage(order: Order, options: PageOptions): string {
  const amount = rupees(order.amount);
  const shop = options.name ?? 'Test shop';
  const data = JSON.stringify({ order_id: order.id, ...options });
  return page(
    `Pay ${amount} to ${shop}`,
    html`
<main class="sheet" data-checkout="${data}">
  <p class="banner">Sandbox, not Razorpay: no money moves</p>
  <header>
    <h1>${shop}</h1>
    <p class="description">${options.description ?? ''}</p>
    <p class="amount">${amount}</p>
  </header>
  <section aria-label="Payment details">
    <dl>
      <dt>Order</dt><dd>${order.id}</dd>
      <dt>Paid by</dt><dd>${options.email ?? 'a guest'}</dd>
      <dt>Method</dt><dd>Net banking, test bank</dd>
    </dl>
    <p class="problem" role="alert"></p>
    <div class="actions">
      <button type="button" class="pay" data-outcome="success">Pay ${amount}</button>
      <button type="button" data-outcome="failure">Fail this payment</button>
      <button type="button" data-dismiss>Close</button>
    </div>
  </section>
</main>`,
  );
}

/** Instead of the payment page: why there is nothing to pay. */
export function checkoutProblemPage(problem: string, origin = ''): string {
  return page(
    'Payment not possible',
    html`
<main class="sheet" data-checkout="${JSON.stringify({ origin })}">
  <p class="banner">Sandbox, not Razorpay: no money moves</p>
  <header><h1>Payment not possible</h1></header>
  <section>
    <p class="problem" role="alert">${problem}</p>
    <div class="actions"><button type="button" data-dismiss>Close</button></div>
  </section>
</main>`,
  );
}

function page(title: string, main: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<link rel="stylesheet" href="/v1/checkout/assets/payment-page.css">
<script type="module" src="/v1/checkout/assets/payment-page.js"></script>
</head>
<body>${main}</body>
</html>
`;
}

/** Paise as a customer reads them: ₹499, ₹1,499.50. */
export function rupees(paise: number): string {
  const digits = paise % 100 === 0 ? 0 : 2;
  return `₹${(paise / 100).toLocaleString('en-IN', { minimumFractionDigits: digits, maximumFractionDigits: digits })}`;
}
