import type { Request } from 'express';
import type { CloudinaryKeys } from './account.ts';
import { CloudinaryError } from './cloudinary-error.ts';
import { equal, isSigned, type Parameters, stringToSign } from './signatures.ts';

const HOUR = 3600;

/** Refuses parameters that nobody signed. https://cloudinary.com/documentation/authentication_signatures */
export function requireSigned(parameters: Parameters, keys: CloudinaryKeys): void {
  const { api_key: apiKey = '', signature = '' } = parameters;
  if (signature === '') throw new CloudinaryError(400, 'Upload preset must be specified when using unsigned upload');
  requireKey(apiKey, keys);
  if (!isSigned(parameters, keys.apiSecret)) {
    throw new CloudinaryError(401, `Invalid Signature ${signature}. String to sign - '${stringToSign(parameters)}'.`);
  }
}

/** Refuses what was signed over an hour ago. https://cloudinary.com/documentation/authentication_signatures */
export function requireFresh({ timestamp = '' }: Parameters): void {
  if (!/^\d+$/.test(timestamp)) throw new CloudinaryError(400, 'Missing required parameter - timestamp');
  if (Number(timestamp) < Date.now() / 1000 - HOUR) {
    const reported = new Date(Number(timestamp) * 1000).toISOString().slice(0, 19).replace('T', ' ');
    throw new CloudinaryError(400, `Stale request - reported time is ${reported} +0000 which is more than 1 hour ago`);
  }
}

/** Basic authentication of the Admin API. https://cloudinary.com/documentation/admin_api_overview */
export function requireAdministrator(request: Request, keys: CloudinaryKeys): void {
  const [scheme, token = ''] = (request.get('authorization') ?? '').split(' ');
  const [apiKey = '', ...secret] = Buffer.from(token, 'base64').toString().split(':');
  if (scheme !== 'Basic') throw new CloudinaryError(401, 'Authorization required');
  requireKey(apiKey, keys);
  if (!equal(secret.join(':'), keys.apiSecret)) throw new CloudinaryError(401, 'api_secret mismatch');
}

export function requireKey(apiKey: string, keys: CloudinaryKeys): void {
  if (!equal(apiKey, keys.apiKey)) throw new CloudinaryError(401, `Unknown API key ${apiKey}`);
}
