import { currentCause } from '../observability/cause.ts';
import type { Metrics } from '../observability/metrics.ts';
import type { Sidecar } from './sidecar.ts';

/** A sidecar whose calls are counted by what they were made for. Readiness is no call of anybody's work. */
export function countedSidecar(sidecar: Sidecar, { sidecarCalls }: Pick<Metrics, 'sidecarCalls'>): Sidecar {
  const counted = <Result>(call: string, work: () => Promise<Result>): Promise<Result> => {
    sidecarCalls.inc({ cause: currentCause(), call });
    return work();
  };
  return {
    publish: (event) => counted('publish', () => sidecar.publish(event)),
    getState: (key) => counted('get-state', () => sidecar.getState(key)),
    saveState: (key, value, options) => counted('save-state', () => sidecar.saveState(key, value, options)),
    deleteState: (key, etag) => counted('delete-state', () => sidecar.deleteState(key, etag)),
    secrets: () => counted('secrets', () => sidecar.secrets()),
    invoke: (invocation) => counted('invoke', () => sidecar.invoke(invocation)),
    isReady: () => sidecar.isReady(),
    close: () => sidecar.close(),
  };
}
