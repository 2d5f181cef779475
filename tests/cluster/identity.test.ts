import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { appOf, apps } from '@studynotion/platform';
import { apply, callFrom, kubectl, podsOf, runIn, untilReady } from './support/cluster.ts';

/** A pod of nobody's, beside the platform: no sidecar, no identity, no policy that lets it speak. */
const stranger = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'stranger', labels: { 'app.kubernetes.io/name': 'stranger' } },
  spec: {
    automountServiceAccountToken: false,
    terminationGracePeriodSeconds: 0,
    securityContext: { runAsNonRoot: true, runAsUser: 10001, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [
      {
        name: 'stranger',
        image: 'localhost/studynotion/frontend:0.1.0',
        imagePullPolicy: 'IfNotPresent',
        command: ['node', '--eval', 'setInterval(() => {}, 60_000)'],
        securityContext: {
          readOnlyRootFilesystem: true,
          allowPrivilegeEscalation: false,
          capabilities: { drop: ['ALL'] },
        },
      },
    ],
  },
};

/** Lets the stranger reach everybody and be heard, so that what refuses it is no policy of the network. */
const openDoor = [
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'stranger-may-speak' },
    spec: {
      podSelector: { matchLabels: { 'app.kubernetes.io/name': 'stranger' } },
      policyTypes: ['Egress'],
      egress: [{}],
    },
  },
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'stranger-is-heard' },
    spec: {
      podSelector: {},
      policyTypes: ['Ingress'],
      ingress: [{ from: [{ podSelector: { matchLabels: { 'app.kubernetes.io/name': 'stranger' } } }] }],
    },
  },
];

type Outcome = 'connected' | 'refused' | 'silent';
/** A policy may drop packets instead of refusing them; who is heard is heard long before, in milliseconds. */
const SILENCE = 4000;

/** What becomes of a TCP connection from the stranger. */
async function connect(host: string, port: number): Promise<Outcome> {
  const script = `
    import { connect } from 'node:net';
    const socket = connect({ host: '${host}', port: ${port} });
    const outcome = await new Promise((resolve) => {
      socket.once('connect', () => resolve('connected'));
      socket.once('error', () => resolve('refused'));
      setTimeout(resolve, ${SILENCE}, 'silent');
    });
    console.log(outcome);
    process.exit();`;
  return (await runIn('stranger', 'stranger', script)).trim() as Outcome;
}

const addressOf = async (app: string): Promise<string> => (await podsOf(app))[0]?.status.podIP ?? '';
/** Where a sidecar hears other sidecars. */
const INTERNAL_PORT = 50_002;

beforeAll(async () => {
  await apply(stranger);
  await untilReady('stranger', 1);
});
afterAll(() => kubectl('delete', 'pod/stranger', '--ignore-not-found', '--wait=false'));

describe('access control', () => {
  test('lets a service call what the table allows', async () => {
    const { status } = await callFrom('api-gateway', 'auth-service', '/internal/revocations');
    expect(status).toBe(200);
  });

  test.each([
    ['rating-review-service', 'auth-service', '/internal/revocations'],
    ['course-service', 'auth-service', '/internal/revocations'],
    ['payment-service', 'course-service', '/api/v1/courses'],
  ])("%s is refused by %s's sidecar", async (caller, callee, path) => {
    const { status, text } = await callFrom(caller, callee, path);
    expect({ status, text }).toEqual({ status: 403, text: expect.stringContaining('PermissionDenied') });
  });

  test('a service that calls nothing of another does not even reach its sidecar', async () => {
    const { status, text } = await callFrom('notification-service', 'payment-service', '/api/v1/orders');
    expect({ status, text }).toEqual({ status: 500, text: expect.stringMatching(/dialing: dial tcp .*refused/) });
  });

  test('an allowed caller is refused what the table does not name', async () => {
    const { status } = await callFrom('api-gateway', 'auth-service', '/dead-letters');
    expect(status).toBe(403);
  });
});

describe('policies of the network', () => {
  test.each(apps.map(({ id }) => id))('keep a stranger from the sidecar of %s', async (app) => {
    expect(await connect(await addressOf(app), INTERNAL_PORT)).not.toBe('connected');
  });

  test.each([
    ['api-gateway', 3000],
    ['frontend', 3008],
    ['redis', 6379],
    ['mongodb', 27_017],
    ['postgresql', 5432],
  ])('keep a stranger from the Service %s', async (service, port) => {
    expect(await connect(service, port)).not.toBe('connected');
  });
});

describe('with the network open to it, a pod without identity', () => {
  beforeAll(() => apply(...openDoor));
  afterAll(() => kubectl('delete', 'networkpolicy', ...openDoor.map(({ metadata }) => metadata.name)));

  test('reaches what is open to everybody, which shows that the door is open', async () => {
    expect(await connect('api-gateway', appOf('api-gateway').port)).toBe('connected');
    expect(await connect(await addressOf('auth-service'), INTERNAL_PORT)).toBe('connected');
  });

  test('gets nothing of a sidecar, which wants a certificate of its caller', async () => {
    const script = `
      import { connect } from 'node:tls';
      const socket = connect({
        host: '${await addressOf('auth-service')}', port: ${INTERNAL_PORT}, rejectUnauthorized: false, ALPNProtocols: ['h2'],
      });
      const outcome = await new Promise((resolve) => {
        socket.once('error', (error) => resolve(error.code));
        socket.once('data', () => resolve('data'));
        socket.once('end', () => resolve('end'));
        // The beginning of every HTTP/2 connection (RFC 9113 §3.4) with empty settings, which a server answers.
        const preface = Buffer.concat([Buffer.from('PRI * HTTP/2.0\\r\\n\\r\\nSM\\r\\n\\r\\n'), Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0])]);
        socket.once('secureConnect', () => socket.write(preface));
      });
      console.log(outcome);
      process.exit();`;
    expect((await runIn('stranger', 'stranger', script)).trim()).toMatch(/CERTIFICATE_REQUIRED/);
  });

  test.each(apps.filter(({ id }) => id !== 'api-gateway').map((app) => [app.id, app.port] as const))(
    "finds no way around the sidecar of %s at its pod's address",
    async (app, port) => {
      const address = await addressOf(app);
      expect(await connect(address, port)).toBe('refused');
      expect(await connect(address, 3500)).toBe('refused');
      expect(await connect(address, 50_001)).toBe('refused');
    },
  );
});
