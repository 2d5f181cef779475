import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import { within } from '../installation.ts';
import { addresses, type Cluster } from './cluster.ts';

/** Calls the API server from inside the cluster's network, with an administrator's rights. */
export class ApiServer {
  readonly #credentials: { readonly ca: Buffer; readonly cert: Buffer; readonly key: Buffer };

  constructor(cluster: Cluster) {
    const pki = (name: string) => readFileSync(within(cluster, 'pki', name));
    this.#credentials = { ca: pki('ca.crt'), cert: pki('kubelet-client.crt'), key: pki('kubelet-client.key') };
  }

  get(path: string): Promise<string> {
    return this.#ask('GET', path);
  }

  create(path: string, object: object): Promise<string> {
    return this.#ask('POST', path, JSON.stringify(object));
  }

  /** The body of a good answer; rejects for any other, and when none comes within a few seconds. */
  #ask(method: string, path: string, body?: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const asked = request(
        {
          ...this.#credentials,
          ...{ host: '127.0.0.1', port: addresses.apiServerPort, method, path, timeout: 5000 },
          headers: { 'content-type': 'application/json' },
        },
        (answer) => {
          const good = (answer.statusCode ?? 500) < 300;
          text(answer).then(
            (content) => (good ? resolve(content) : reject(new Error(`status ${answer.statusCode}: ${content}`))),
            reject,
          );
        },
      );
      asked.on('timeout', () => asked.destroy(new Error('no answer')));
      asked.on('error', reject);
      asked.end(body);
    });
  }
}
