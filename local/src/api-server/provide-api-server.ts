import { createWriteStream, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type Authority, createAuthority, type KeyPair, type Subject } from '@studynotion/certificates';
import { freePort } from '@studynotion/platform/testing';
import { endRecorded, readRecords } from '../../processes.mjs';
import { type Child, Children } from '../children.ts';
import { output } from '../cluster/tools.ts';
import { repository } from '../installation.ts';
import { findControlPlanePrograms } from '../parts/cluster-programs.ts';
import type { Workshop } from '../parts/workshop.ts';
import { SetupError } from '../setup-error.ts';
import { untilSuccess } from '../wait.ts';

/** Answer of the API server to a request of an administrator. */
export interface ApiServerAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** A real etcd and kube-apiserver on loopback, without nodes and controllers; both end with this process, however it ends. */
export interface TestApiServer {
  readonly url: string;
  /** A kubeconfig of a client with this name and group, as text. @default an administrator */
  kubeconfig(subject?: Subject): Promise<string>;
  /** Asks for anything, as an administrator. */
  ask(method: string, path: string, body?: object): Promise<ApiServerAnswer>;
  /** Runs kubectl as an administrator. @returns what it printed @throws what it complained of */
  kubectl(...parameters: readonly string[]): Promise<string>;
  /** Ends the API server and starts it again, with what was stored. */
  restart(): Promise<void>;
  /** Lets the API server stand still: it takes connections and gives no answers. */
  freeze(): void;
  /** Lets it go on. */
  thaw(): void;
  /** Ends both; nothing is left but logs. */
  stop(): Promise<void>;
}

const administrator: Subject = { commonName: 'admin', organization: 'system:masters' };
const pkiFiles = ['ca.crt', 'server.crt', 'server.key', 'service-accounts.crt', 'service-accounts.key'] as const;
type PkiFile = (typeof pkiFiles)[number];

/**
 * Starts an API server for a test that needs no more of a cluster, from the programs that clusters are made of, which are
 * built first where they are missing.
 * @param name of its folder; a second one of the name takes the place of the first
 */
export async function provideApiServer(name: string): Promise<TestApiServer> {
  const folder = join(repository, '.studynotion', 'api-server', name);
  const records = join(folder, 'processes.json');
  await endRecorded(readRecords(records));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const log = createWriteStream(join(folder, 'output.log'));
  const write = (line: string) => void log.write(`${line}\n`);
  const children = new Children(records);
  const workshop = { children, signal: new AbortController().signal, environment: process.env, log: write };
  const server = new ApiServerProcesses({ folder, workshop, authority: await createAuthority('StudyNotion tests') });
  const end = async () => {
    await server.stop();
    await children.close();
    log.end();
    for (const part of ['etcd', 'pki']) rmSync(join(folder, part), { recursive: true, force: true });
  };
  try {
    await server.start();
  } catch (error) {
    await end();
    throw error;
  }
  return {
    url: server.url,
    kubeconfig: (subject = administrator) => server.kubeconfig(subject),
    ask: (method, path, body) => server.ask(method, path, body),
    kubectl: (...parameters) => server.kubectl(parameters),
    restart: () => server.restart(),
    freeze: () => server.signal('SIGSTOP'),
    thaw: () => server.signal('SIGCONT'),
    stop: end,
  };
}

interface Surroundings {
  readonly folder: string;
  readonly workshop: Workshop;
  readonly authority: Authority;
}

class ApiServerProcesses {
  readonly #folder: string;
  readonly #workshop: Workshop;
  readonly #authority: Authority;
  #programs = { node: '', kubernetes: '' };
  #ports = { etcd: 0, peer: 0, apiServer: 0 };
  #admin: KeyPair = { certificate: '', key: '' };
  #etcd: Child | undefined;
  #apiServer: Child | undefined;

  constructor({ folder, workshop, authority }: Surroundings) {
    this.#folder = folder;
    this.#workshop = workshop;
    this.#authority = authority;
  }

  get url(): string {
    return `https://127.0.0.1:${this.#ports.apiServer}`;
  }

  async start(): Promise<void> {
    this.#programs = await findControlPlanePrograms(this.#workshop);
    this.#ports = { etcd: await freePort(), peer: await freePort(), apiServer: await freePort() };
    this.#admin = await this.#authority.sign(administrator);
    await this.#writePki();
    this.#etcd = this.#run('etcd', join(this.#programs.node, 'usr/bin/etcd'), this.#etcdParameters());
    await this.#startApiServer();
  }

  async restart(): Promise<void> {
    await this.#apiServer?.stop(20_000); // it takes some seconds to let its watches go
    await this.#startApiServer();
  }

  signal(signal: NodeJS.Signals): void {
    if (this.#apiServer?.running) process.kill(this.#apiServer.pid, signal);
  }

  async stop(): Promise<void> {
    this.signal('SIGCONT'); // one that stands still does not hear that it is to end
    await this.#apiServer?.stop(20_000);
    await this.#etcd?.stop();
  }

  async kubeconfig(subject: Subject): Promise<string> {
    const { certificate, key } = await this.#authority.sign(subject);
    const base64 = (content: string) => Buffer.from(content).toString('base64');
    const cluster = { server: this.url, 'certificate-authority-data': base64(this.#authority.certificate) };
    const user = { 'client-certificate-data': base64(certificate), 'client-key-data': base64(key) };
    return JSON.stringify({
      ...{ apiVersion: 'v1', kind: 'Config' },
      clusters: [{ name: 'tests', cluster }],
      users: [{ name: subject.commonName, user }],
      contexts: [{ name: 'tests', context: { cluster: 'tests', user: subject.commonName } }],
      'current-context': 'tests',
    });
  }

  /** Rejects where there is no answer within some seconds. */
  ask(method: string, path: string, body?: object): Promise<ApiServerAnswer> {
    const { certificate: cert, key } = this.#admin;
    const credentials = { ca: this.#authority.certificate, cert, key };
    return new Promise((resolve, reject) => {
      const asked = request(
        new URL(path, this.url),
        { ...credentials, method, timeout: 10_000, agent: false, headers: { 'content-type': 'application/json' } },
        (answer) => {
          text(answer).then(
            (content) => resolve({ status: answer.statusCode ?? 0, body: jsonOrText(content) }),
            reject,
          );
        },
      );
      asked.on('timeout', () => asked.destroy(new Error('no answer')));
      asked.on('error', reject);
      asked.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }

  async kubectl(parameters: readonly string[]): Promise<string> {
    const file = join(this.#folder, 'pki', 'admin.kubeconfig');
    writeFileSync(file, await this.kubeconfig(administrator), { mode: 0o600 });
    const cache = join(this.#folder, 'pki', 'kubectl');
    return output([
      join(this.#programs.kubernetes, 'kubectl'),
      `--kubeconfig=${file}`,
      `--cache-dir=${cache}`,
      ...parameters,
    ]);
  }

  async #startApiServer(): Promise<void> {
    const child = this.#run(
      'kube-apiserver',
      join(this.#programs.kubernetes, 'kube-apiserver'),
      this.#apiServerParameters(),
    );
    this.#apiServer = child;
    const isReady = async () => {
      if (!child.running || this.#etcd?.running !== true) return false;
      const { status } = await this.ask('GET', '/readyz');
      if (status !== 200) throw new Error(`it answers ${status}`);
      return true;
    };
    const { signal } = this.#workshop;
    if (!(await untilSuccess(isReady, { what: 'The API server', seconds: 120, signal })))
      throw new SetupError(`The API server ended while it started; see ${join(this.#folder, 'output.log')}`);
  }

  #run(name: string, command: string, parameters: readonly string[]): Child {
    return this.#workshop.children.start({
      ...{ name, command, parameters, folder: this.#folder },
      environment: { PATH: '/usr/bin:/bin', HOME: this.#folder },
      onLine: (line) => this.#workshop.log(`${name}: ${line}`),
    });
  }

  async #writePki(): Promise<void> {
    const server = await this.#authority.sign({ commonName: 'kube-apiserver', hosts: ['127.0.0.1', 'localhost'] });
    const accounts = await this.#authority.sign({ commonName: 'service-accounts' });
    const contents: Record<PkiFile, string> = {
      'ca.crt': this.#authority.certificate,
      'server.crt': server.certificate,
      'server.key': server.key,
      'service-accounts.crt': accounts.certificate,
      'service-accounts.key': accounts.key,
    };
    for (const file of pkiFiles) {
      mkdirSync(dirname(this.#pki(file)), { recursive: true, mode: 0o700 });
      writeFileSync(this.#pki(file), contents[file], { mode: 0o600 });
    }
  }

  #pki(file: PkiFile): string {
    return join(this.#folder, 'pki', file);
  }

  #etcdParameters(): string[] {
    const [clients, peers] = [this.#ports.etcd, this.#ports.peer].map((port) => `http://127.0.0.1:${port}`);
    return [
      `--data-dir=${join(this.#folder, 'etcd')}`,
      `--listen-client-urls=${clients}`,
      `--advertise-client-urls=${clients}`,
      `--listen-peer-urls=${peers}`,
      `--initial-advertise-peer-urls=${peers}`,
      `--initial-cluster=default=${peers}`,
      '--unsafe-no-fsync',
    ];
  }

  #apiServerParameters(): string[] {
    return [
      `--etcd-servers=http://127.0.0.1:${this.#ports.etcd}`,
      '--bind-address=127.0.0.1',
      '--advertise-address=127.0.0.1',
      // An address of loopback is none for endpoints, and nobody asks for them here.
      '--endpoint-reconciler-type=none',
      `--secure-port=${this.#ports.apiServer}`,
      '--service-cluster-ip-range=10.96.0.0/16',
      `--tls-cert-file=${this.#pki('server.crt')}`,
      `--tls-private-key-file=${this.#pki('server.key')}`,
      `--client-ca-file=${this.#pki('ca.crt')}`,
      '--authorization-mode=RBAC',
      // Nobody makes the service accounts that it would wait for.
      '--disable-admission-plugins=ServiceAccount',
      '--service-account-issuer=https://kubernetes.default.svc.cluster.local',
      `--service-account-key-file=${this.#pki('service-accounts.crt')}`,
      `--service-account-signing-key-file=${this.#pki('service-accounts.key')}`,
    ];
  }
}

function jsonOrText(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return content;
  }
}
