import { createHmac } from 'node:crypto';

/** HMAC-SHA256 in hex, as Razorpay signs. */
function sign(message: string, secret: string): string {
  return createHmac('sha256', secret).update(message).digest('hex');
}

/** What the checkout hands over. https://razorpay.com/docs/payments/payment-gateway/web-integration/standard/integration-steps/ */
export function checkoutSignature(orderId: string, paymentId: string, keySecret: string): string {
  return sign(`${orderId}|${paymentId}`, keySecret);
}

/** X-Razorpay-Signature over the raw body. https://razorpay.com/docs/webhooks/validate-test/ */
export function webhookSignature(body: string, webhookSecret: string): string {
  return sign(body, webhookSecret);
}
