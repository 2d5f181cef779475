import { createPrivateKey, X509Certificate } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { authorityOf, createAuthority } from './certificates.ts';

const authority = await createAuthority('Test authority');
const issuer = new X509Certificate(authority.certificate);

describe('a certificate', () => {
  test('is signed by its authority and fits its key', async () => {
    const pair = await authority.sign({ commonName: 'admin', organization: 'system:masters' });
    const certificate = new X509Certificate(pair.certificate);
    expect(certificate.checkIssued(issuer)).toBe(true);
    expect(certificate.verify(issuer.publicKey)).toBe(true);
    expect(certificate.checkPrivateKey(createPrivateKey(pair.key))).toBe(true);
    expect(certificate.subject.split('\n')).toEqual(['O=system:masters', 'CN=admin']);
    expect(certificate.ca).toBe(false);
  });

  test('holds for its hosts and addresses, and for no other', async () => {
    const { certificate } = await authority.sign({ commonName: 'api', hosts: ['kubernetes', '10.96.0.1'] });
    const server = new X509Certificate(certificate);
    expect(server.checkHost('kubernetes')).toBe('kubernetes');
    expect(server.checkIP('10.96.0.1')).toBe('10.96.0.1');
    expect(server.checkHost('api')).toBeUndefined();
    expect(server.keyUsage).toEqual(expect.arrayContaining(['1.3.6.1.5.5.7.3.1']));
  });

  test("of a client is no server's", async () => {
    const { certificate } = await authority.sign({ commonName: 'admin' });
    expect(new X509Certificate(certificate).keyUsage).toEqual(['1.3.6.1.5.5.7.3.2']);
  });

  test('holds for no longer than browsers accept', async () => {
    const { certificate } = await authority.sign({ commonName: 'site', hosts: ['studynotion.localhost'] });
    const { validFromDate, validToDate } = new X509Certificate(certificate);
    expect((validToDate.getTime() - validFromDate.getTime()) / 86_400_000).toBeLessThan(398);
  });
});

test('An authority that was kept signs as before', async () => {
  const kept = await authorityOf({ certificate: authority.certificate, key: authority.key });
  const { certificate } = await kept.sign({ commonName: 'later' });
  expect(new X509Certificate(certificate).verify(issuer.publicKey)).toBe(true);
});
