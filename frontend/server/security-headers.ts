import type { RequestHandler } from 'express';

/**
 * What the checkout needs. Razorpay's script stands on a host of its own and talks to these; elsewhere, as in the
 * sandbox, the script's own origin is all.
 */
const razorpayOrigins = ['https://api.razorpay.com', 'https://lumberjack.razorpay.com'];

/** Headers that let a page do only what this site does. */
export function securityHeaders(checkoutScriptUrl: string): RequestHandler {
  const headers = {
    'content-security-policy': contentSecurityPolicy(new URL(checkoutScriptUrl)),
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

function contentSecurityPolicy({ origin, hostname }: URL): string {
  const others = hostname === 'checkout.razorpay.com' ? razorpayOrigins : [];
  const checkout = [origin, ...others].join(' ');
  return [
    "default-src 'none'",
    `script-src 'self' ${origin}`,
    `connect-src 'self' ${checkout}`,
    `frame-src ${checkout}`,
    // The checkout's script styles the frame it adds with attributes; styles cannot run anything.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
