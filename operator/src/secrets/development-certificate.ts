import { X509Certificate } from 'node:crypto';
import { type PlatformEnvironment, resolve, standIns } from '@studynotion/cdk8s';
import { type Authority, authorityOf, createAuthority } from '@studynotion/certificates';
import { isOurs, type SecretState, type SecretValues } from './stored-secret.ts';

/** Name of the Secret with the authority that signs certificates for development; kept, so that people trust it once. */
export const AUTHORITY = 'studynotion-authority';

/** How long before its end a certificate is replaced. */
const RENEWAL_MILLISECONDS = 30 * 86_400_000;

export interface CertificateSecrets {
  /** Of each the values to be changed; undefined where the Secret is to be left alone. */
  readonly authority?: SecretValues;
  readonly certificate?: SecretValues;
}

const AS_THEY_ARE: CertificateSecrets = {};

/**
 * The certificate of the site and its stand-ins, where the user has given none: signed by an authority of the namespace,
 * made anew before it ends and when the site has another name.
 */
export async function developmentCertificate(
  environment: PlatformEnvironment,
  certificate: SecretState,
  authority: SecretState,
  now: Date,
): Promise<CertificateSecrets> {
  const { host } = resolve(environment);
  const hosts = [host, ...Object.keys(standIns).map((name) => `${name}.${host}`)];
  if (certificate.kind === 'forbidden' || authority.kind === 'forbidden') return AS_THEY_ARE;
  if (certificate.kind === 'there') {
    if (!isOurs(certificate.object)) return AS_THEY_ARE;
    if (holds(certificate, authority, hosts, now)) return { authority: {}, certificate: {} };
  }
  const signer = await kept(authority);
  const authorityPair = signer ?? (await createAuthority('StudyNotion development'));
  const signed = await authorityPair.sign({ commonName: host, hosts });
  return {
    ...(signer === undefined ? { authority: pairValues(authorityPair) } : {}),
    certificate: { ...pairValues(signed), 'ca.crt': authorityPair.certificate },
  };
}

function pairValues({ certificate, key }: { certificate: string; key: string }): SecretValues {
  return { 'tls.crt': certificate, 'tls.key': key };
}

async function kept(state: SecretState): Promise<Authority | undefined> {
  if (state.kind !== 'there') return undefined;
  const { 'tls.crt': certificate = '', 'tls.key': key = '' } = state.values;
  return authorityOf({ certificate, key });
}

function holds(certificate: SecretState, authority: SecretState, hosts: readonly string[], now: Date): boolean {
  const [own, issuer] = [certificateIn(certificate), certificateIn(authority)];
  if (own === undefined || issuer === undefined) return false;
  return (
    own.validToDate.getTime() - now.getTime() > RENEWAL_MILLISECONDS &&
    hosts.every((host) => own.checkHost(host) !== undefined) &&
    own.verify(issuer.publicKey)
  );
}

/** Undefined where there is none that can be read. */
function certificateIn(state: SecretState): X509Certificate | undefined {
  if (state.kind !== 'there') return undefined;
  try {
    return new X509Certificate(state.values['tls.crt'] ?? '');
  } catch {
    return undefined;
  }
}
