import type { EventDefinition } from '@studynotion/contracts';
import { seal, unseal } from '../crypto/seal.ts';
import { type Sidecar, SidecarError } from '../sidecar/sidecar.ts';

/** The secret that everybody has who publishes or receives personal events. */
export const EVENT_SEAL_KEY = 'event-seal-key';

/** What stands on the wire, and in the broker for as long as it keeps the event, instead of personal data. */
interface SealedData {
  readonly sealed: string;
}

/**
 * A sidecar that seals the data of personal events on their way out. The broker keeps events long after all have read
 * them; so that nobody's name and address lie there, after their account is deleted least of all, they lie there sealed.
 */
export function sealingSidecar(sidecar: Sidecar): Sidecar {
  let known: Promise<string> | undefined;
  const key = (): Promise<string> => {
    known ??= keyFrom(sidecar).catch((error: unknown) => {
      known = undefined; // it may be there the next time
      throw error;
    });
    return known;
  };
  return {
    publish: async (event) =>
      sidecar.publish(
        event.event.isPersonal ? { ...event, data: sealed(event.event, event.data, await key()) } : event,
      ),
    getState: (stateKey) => sidecar.getState(stateKey),
    saveState: (stateKey, value, options) => sidecar.saveState(stateKey, value, options),
    deleteState: (stateKey, etag) => sidecar.deleteState(stateKey, etag),
    secrets: () => sidecar.secrets(),
    invoke: (invocation) => sidecar.invoke(invocation),
    isReady: () => sidecar.isReady(),
    close: () => sidecar.close(),
  };
}

/**
 * The data of an event as its producer wrote them. What is not sealed comes as it is: events from before the seal, and
 * those of tests that deliver by themselves.
 * @param key absent where the app receives no personal events
 * @throws where they were sealed under another key
 */
export function openedData({ type }: EventDefinition, data: unknown, key: string | undefined): unknown {
  if (!isSealed(data)) return data;
  if (key === undefined) throw new TypeError(`${type} is sealed, and the secret ${EVENT_SEAL_KEY} is not there`);
  return JSON.parse(unseal(data.sealed, key, type));
}

async function keyFrom(sidecar: Sidecar): Promise<string> {
  const { [EVENT_SEAL_KEY]: key } = await sidecar.secrets();
  if (key === undefined) throw new SidecarError(`the secret ${EVENT_SEAL_KEY} is not there`);
  return key;
}

function sealed({ type }: EventDefinition, data: unknown, key: string): SealedData {
  return { sealed: seal(JSON.stringify(data), key, type) };
}

function isSealed(data: unknown): data is SealedData {
  return typeof data === 'object' && data !== null && 'sealed' in data && typeof data.sealed === 'string';
}
