import type { RequestHandler } from 'express';

/**
 * What the checkout needs. Razorpay's script stands on a host of its own and talks to these; elsewhere, as in the
 * sandbox, the script's own origin is all.
 */
const razorpayOrigins = ['https://api.razorpay.com', 'https://lumberjack.razorpay.com'];

/** What pages need from other origins. */
export interface OtherOrigins {
  readonly checkoutScriptUrl: string;
  /** Where the browser sends files to and gets videos from. */
  readonly mediaApiUrl: string;
  /** Where pictures come from. */
  readonly mediaDeliveryUrl: string;
}

/** Headers that let a page do only what this site does. */
export function securityHeaders(others: OtherOrigins): RequestHandler {
  const headers = {
    'content-security-policy': contentSecurityPolicy(others),
    'cross-origin-opener-policy': 'same-origin-allow-popups',
    'permissions-policy': 'camera=(), geolocation=(), microphone=()',
    'referrer-policy': 'strict-origin-when-cross-origin',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  };
  return (_request, response, next) => {
    response.set(headers);
    next();
  };
}

function contentSecurityPolicy({ checkoutScriptUrl, mediaApiUrl, mediaDeliveryUrl }: OtherOrigins): string {
  const { origin, hostname } = new URL(checkoutScriptUrl);
  const mediaApi = new URL(mediaApiUrl).origin;
  const mediaDelivery = new URL(mediaDeliveryUrl).origin;
  const others = hostname === 'checkout.razorpay.com' ? razorpayOrigins : [];
  const checkout = [origin, ...others].join(' ');
  return [
    "default-src 'none'",
    `script-src 'self' ${origin}`,
    `connect-src 'self' ${checkout} ${mediaApi}`,
    `frame-src ${checkout}`,
    // The checkout's script styles the frame it adds with attributes; styles cannot run anything.
    "style-src 'self' 'unsafe-inline'",
    // A picture that was chosen is shown before it is sent.
    `img-src 'self' data: blob: ${mediaDelivery}`,
    `media-src 'self' ${mediaApi} ${mediaDelivery}`,
    "font-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
