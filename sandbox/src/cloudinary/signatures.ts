import { createHash, timingSafeEqual } from 'node:crypto';

export type Parameters = Readonly<Record<string, string>>;

type Algorithm = 'sha1' | 'sha256';

/** Parameters that go with a request and are not signed. https://cloudinary.com/documentation/authentication_signatures */
const UNSIGNED = ['file', 'cloud_name', 'resource_type', 'api_key', 'signature'];

/**
 * The text that is signed, without the secret. https://cloudinary.com/documentation/authentication_signatures
 * @param version 2 writes `&` in a value as `%26`, so that no value can pass for two parameters; SDKs begin with 2
 */
export function stringToSign(parameters: Parameters, version: 1 | 2 = 2): string {
  return Object.entries(parameters)
    .filter(([name, value]) => !UNSIGNED.includes(name) && value !== '')
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .map((pair) => (version === 2 ? pair.replaceAll('&', '%26') : pair))
    .join('&');
}

/** Whether these parameters carry the right signature, by SHA-1 or SHA-256, as its length tells. */
export function isSigned(parameters: Parameters, secret: string): boolean {
  const { signature = '' } = parameters;
  const algorithm: Algorithm = signature.length === 64 ? 'sha256' : 'sha1';
  return ([1, 2] as const).some((version) =>
    equal(signature, hash(stringToSign(parameters, version) + secret, algorithm, 'hex')),
  );
}

/**
 * Whether an address of a delivery is signed: `s--…--` over what follows it, without the version. Eight characters are
 * SHA-1, 32 are SHA-256. https://cloudinary.com/documentation/delivery_url_signatures
 */
export function isAddressSigned(signature: string, signed: string, secret: string): boolean {
  const long = signature.length === 32;
  const expected = hash(signed + secret, long ? 'sha256' : 'sha1', 'base64url').slice(0, long ? 32 : 8);
  return equal(signature, expected);
}

/** `signature` of an upload's answer. https://cloudinary.com/documentation/response_signatures */
export function answerSignature(publicId: string, version: number, secret: string): string {
  return hash(`public_id=${publicId}&version=${version}${secret}`, 'sha1', 'hex');
}

/** X-Cld-Signature over body and time. https://cloudinary.com/documentation/notification_signatures */
export function notificationSignature(body: string, timestamp: number, secret: string): string {
  return hash(`${body}${timestamp}${secret}`, 'sha1', 'hex');
}

export function equal(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}

function hash(text: string, algorithm: Algorithm, encoding: 'hex' | 'base64url'): string {
  return createHash(algorithm).update(text).digest(encoding);
}
