import { z } from 'zod';

/** Text of a form; `form` says in words what the pattern asks for. */
function text(maximum: number, pattern: RegExp, form: string) {
  return z.string().min(1).max(maximum).regex(pattern, `must be ${form}`);
}

const DNS_NAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** Name of a Secret, a ConfigMap, a class. */
export const ObjectName = text(253, DNS_NAME, 'the name of a Kubernetes object: a-z, 0-9, - and .');

export const NamespaceName = text(63, /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/, 'the name of a namespace: a-z, 0-9 and -');

/** Key of a Secret or a ConfigMap. */
export const Key = text(253, /^[-._a-zA-Z0-9]+$/, 'a key: letters, digits, -, _ and .');

/** Shorter than DNS allows, for the stand-ins have names below it. */
export const HostName = text(240, DNS_NAME, 'a host name in small letters, without scheme and port');

export const Port = z.int().min(1).max(65_535);

/** Tag of an image, and value of a label. */
export const Version = text(
  63,
  /^[0-9]+\.[0-9]+\.[0-9]+([-.][A-Za-z0-9]([-._A-Za-z0-9]*[A-Za-z0-9])?)?$/,
  'an exact version, as in 1.4.0 or 1.4.0-rc.1',
);

/** Host, port and path, without scheme and without a slash at the end. */
export const Registry = text(
  255,
  /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?(:[0-9]+)?(\/[a-z0-9][-_.a-z0-9]*)*$/,
  'where images are, as in registry.example/studynotion',
);

export const Image = text(
  512,
  /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?(:[0-9]+)?(\/[a-z0-9][-_.a-z0-9]*)+:[0-9]+\.[0-9]+\.[0-9]+[-_.A-Za-z0-9]*(@sha256:[0-9a-f]{64})?$/,
  'the full name of an image with an exact tag, as in docker.io/library/redis:7.4.2',
);

export const Network = text(
  43,
  /^([0-9]{1,3}(\.[0-9]{1,3}){3}\/[0-9]{1,2}|[0-9a-f:]+\/[0-9]{1,3})$/,
  'a network, as in 10.0.0.0/8',
);

export const Networks = z.array(Network).min(1).max(32);

export const VolumeSize = text(20, /^[1-9][0-9]*(Mi|Gi|Ti|M|G|T)$/, 'the size of a volume, as in 10Gi');

/** Numbers are taken too, for YAML reads `cpu: 1` as one. */
function quantity(pattern: RegExp, form: string) {
  const bounds = { minimum: 1, maximum: 1_000_000_000_000 };
  return z
    .union([z.int().min(bounds.minimum).max(bounds.maximum), z.string().max(20).regex(pattern, `must be ${form}`)])
    .transform(String)
    .meta({ 'x-kubernetes-int-or-string': true, ...bounds, maxLength: 20, pattern: pattern.source });
}

export const Cpu = quantity(/^([1-9][0-9]*m?|[0-9]*\.[0-9]*[1-9])$/, 'an amount of CPU, as in 250m or 1');
export const Memory = quantity(/^[1-9][0-9]*(Ki|Mi|Gi|k|M|G)?$/, 'an amount of memory, as in 256Mi');

const UNITS: Readonly<Record<string, number>> = {
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/** What a quantity of Kubernetes amounts to. */
export function amountOf(text: string): number {
  const [, number, unit = ''] = /^([0-9.]+)([A-Za-z]*)$/.exec(text) ?? [];
  return Number(number) * (UNITS[unit] ?? Number.NaN);
}
