import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY = 86_400_000;
/** Browsers refuse certificates of servers that hold for longer. */
const LONGEST_DAYS = 397;
const AUTHORITY_DAYS = 3650;

/** A certificate and its key, both as PEM. */
export interface KeyPair {
  readonly certificate: string;
  readonly key: string;
}

export interface Subject {
  readonly commonName: string;
  /** @default none */
  readonly organization?: string;
  /** Host names and addresses; makes it a server's certificate as well. @default none */
  readonly hosts?: readonly string[];
}

/** Signs certificates; its own key is given out for whoever must sign, too. */
export interface Authority extends KeyPair {
  sign(subject: Subject): Promise<KeyPair>;
}

/** A new certificate authority. */
export async function createAuthority(commonName: string): Promise<Authority> {
  const keys = await generateKeys();
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: `CN=${commonName}`,
    ...validity(AUTHORITY_DAYS),
    signingAlgorithm: ALGORITHM,
    keys,
    extensions: [
      new BasicConstraintsExtension(true, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign | KeyUsageFlags.digitalSignature, true),
    ],
  });
  return authorityOf({ certificate: certificate.toString('pem'), key: await exportKey(keys.privateKey) });
}

/** An authority that was kept. */
export async function authorityOf(pair: KeyPair): Promise<Authority> {
  const issuer = new X509Certificate(pair.certificate).subject;
  const [der] = PemConverter.decode(pair.key);
  const signingKey = await webcrypto.subtle.importKey('pkcs8', der ?? new ArrayBuffer(0), ALGORITHM, false, ['sign']);
  const sign = async (subject: Subject): Promise<KeyPair> => {
    const keys = await generateKeys();
    const certificate = await X509CertificateGenerator.create({
      subject: nameOf(subject),
      issuer,
      ...validity(LONGEST_DAYS),
      signingAlgorithm: ALGORITHM,
      publicKey: keys.publicKey,
      signingKey,
      extensions: extensionsOf(subject),
    });
    return { certificate: certificate.toString('pem'), key: await exportKey(keys.privateKey) };
  };
  return { ...pair, sign };
}

function extensionsOf({ hosts = [] }: Subject) {
  const purposes = [ExtendedKeyUsage.clientAuth, ...(hosts.length > 0 ? [ExtendedKeyUsage.serverAuth] : [])];
  return [
    new BasicConstraintsExtension(false, undefined, true),
    new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
    new ExtendedKeyUsageExtension(purposes),
    ...(hosts.length > 0 ? [new SubjectAlternativeNameExtension(hosts.map(alternativeName))] : []),
  ];
}

function alternativeName(value: string): { type: 'ip' | 'dns'; value: string } {
  return { type: isIP(value) === 0 ? 'dns' : 'ip', value };
}

function nameOf({ commonName, organization }: Subject): { [key: string]: string[] }[] {
  return [...(organization === undefined ? [] : [{ O: [organization] }]), { CN: [commonName] }];
}

/** Begins a little in the past: clocks differ. */
function validity(days: number): { notBefore: Date; notAfter: Date } {
  return { notBefore: new Date(Date.now() - 3_600_000), notAfter: new Date(Date.now() + days * DAY) };
}

function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
}

async function exportKey(key: webcrypto.CryptoKey): Promise<string> {
  return `${PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY')}\n`;
}
