import { timingSafeEqual } from 'node:crypto';
import type { RequestHandler } from 'express';
import { RazorpayError } from './razorpay-error.ts';

export interface RazorpayKeys {
  readonly keyId: string;
  readonly keySecret: string;
}

/** Basic authentication with key id and secret. https://razorpay.com/docs/api/authentication/ */
export function authenticate({ keyId, keySecret }: RazorpayKeys): RequestHandler {
  return (request, _response, next) => {
    const [scheme, token] = (request.get('authorization') ?? '').split(' ');
    if (scheme !== 'Basic' || token === undefined)
      throw refused('Please provide your api key for authentication purposes.');
    const [id = '', ...secret] = Buffer.from(token, 'base64').toString('utf8').split(':');
    if (!equal(id, keyId)) throw refused('The api key provided is invalid');
    if (!equal(secret.join(':'), keySecret)) throw refused('The api secret provided is invalid');
    next();
  };
}

function refused(description: string): RazorpayError {
  return new RazorpayError(description, { status: 401 });
}

function equal(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}
